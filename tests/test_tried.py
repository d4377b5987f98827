"""Tomorrow's versions: what the fast ways lean on is as it was, and where it is not, we say so.

The first half guards each part of another package that it does not promise to keep. A failure
names the assumption: mend the fast way, and until then leave the version out of what was tried.
"""

import inspect
import pkgutil
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass

import pytest
from classroom import ROOT
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from nbclient import NotebookClient
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder import tried
from autograder.course import CONFIG, Course
from autograder.grading import pipeline
from autograder.grading.gradebook import open_gradebook
from autograder.sandbox import execute
from autograder.terminal import cli
from autograder.tried import TRIED, VARIABLE, Step, is_fast
from helpers.checks import ANSWERS_TYPE
from helpers.errors import CourseError

PINNED = defaultdict(set)  # a package may be pinned to another version for another Python
for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
    if line and not line.startswith("#"):
        pin = Requirement(line)
        PINNED[canonicalize_name(pin.name)] |= {one.version for one in pin.specifier}


@dataclass(frozen=True)
class Part:
    """Something of another package that is overridden, replaced or done in its place.

    Attributes
    ----------
    name
        Where it is, as the table in docs/architecture.md has it.
    assumed
        What a fast way assumes of it, as a sentence.
    takes
        Names of its parameters; None if it is neither called nor overridden.
    says
        Patterns that are found in its source.
    """

    name: str
    assumed: str
    takes: str | None = None
    says: tuple[str, ...] = ()


PARTS = [
    Part(
        "ipykernel.iostream:IOPubThread.schedule",
        "all that is published goes through it, so that it can be sent at once",
        takes="self f",
    ),
    Part(
        "ipykernel.iostream:IOPubThread.send_multipart",
        "it asks `schedule` to call `_really_send`",
        says=(r"self\.schedule\(lambda: self\._really_send",),
    ),
    Part(
        "ipykernel.iostream:IOPubThread._really_send",
        "without a pipe (`_pipe_flag`) it writes to `socket`",
        says=(r"_check_mp_mode", r"self\.socket\.send_multipart"),
    ),
    Part(
        "ipykernel.iostream:IOPubThread._check_mp_mode",
        "`_pipe_flag = False` is all that it looks at",
        says=(r"not self\._pipe_flag or",),
    ),
    Part(
        "ipykernel.iostream:BackgroundSocket",
        "it sends by the `send_multipart` of what it was made of",
        says=(r"def __init__\(self, io_thread\)", r"self\.io_thread\.send_multipart"),
    ),
    Part(
        "ipykernel.iostream:OutStream._schedule_flush",
        "it is called after each write, and `_flush_pending` says whether it was before",
        takes="self",
        says=(r"self\._flush_pending = True",),
    ),
    Part(
        "ipykernel.iostream:OutStream._flush",
        "it sends what was written and sets `_flush_pending` back",
        says=(r"self\._flush_pending = False",),
    ),
    Part(
        "ipykernel.iostream:OutStream.flush",
        "it flushes by itself where the publisher's thread was never started",
        says=(r"thread\.is_alive\(\)", r"else:\s+self\._flush\(\)"),
    ),
    Part(
        "ipykernel.ipkernel:IPythonKernel",
        "`shell_class` and `compiler_class` name what it is made with",
        says=(r"shell_class = Type", r"compiler_class = Type", r"self\.shell_class\.instance"),
    ),
    Part(
        "ipykernel.kernelbase:Kernel",
        "`_supports_kernel_subshells` decides whether it asks `shell_channel_thread` for more "
        "than its `parent_thread`, and `_execute_sleep` may be 0",
        says=(r"_execute_sleep = Float", r"if self\._supports_kernel_subshells"),
    ),
    Part(
        "ipykernel.kernelbase:Kernel._publish_status",
        "only the client needs what it publishes, and of that only `idle`",
        takes="self status channel parent",
    ),
    Part(
        "ipykernel.kernelbase:Kernel._publish_execute_input",
        "only other clients need what it publishes",
        takes="self code parent execution_count",
    ),
    Part(
        "ipykernel.kernelbase:Kernel.start",
        "it serves `shell_stream` in this thread if `shell_channel_thread` is false",
        says=(r"if self\.shell_channel_thread:", r"self\.shell_stream\.on_recv"),
    ),
    Part(
        "ipykernel.kernelapp:IPKernelApp.initialize",
        "`prepare` and `serve` do its steps, and it has no others",
        takes="self argv",
    ),
    Part(
        "ipykernel.kernelapp:IPKernelApp.init_sockets",
        "it binds shell and stdin, and leaves the others to `init_control` and `init_iopub`",
        says=(r"self\.init_control\(context\)", r"self\.init_iopub\(context\)"),
    ),
    Part(
        "ipykernel.kernelapp:IPKernelApp._try_bind_socket",
        "each socket is bound by it, to the port that `<channel>_port` names",
        takes="self s port",
    ),
    Part(
        "ipykernel.kernelapp:IPKernelApp.init_kernel",
        "what it hands to the kernel can be set on one that was made before",
        takes="self",
        says=(
            *("control_stream=", "debugpy_stream=", "debug_shell_socket=", "shell_stream="),
            *("control_thread=", "shell_channel_thread=", "iopub_thread=", "iopub_socket="),
            *("stdin_socket=", r"displayhook\.get_execution_count"),
        ),
    ),
    Part(
        "ipykernel.zmqshell:ZMQDisplayPublisher",
        "it sends by `session` to `pub_socket`",
        says=(r"pub_socket = Any", r"self\.session\.send\(\s+self\.pub_socket"),
    ),
    Part(
        "ipykernel.displayhook:ZMQShellDisplayHook",
        "it sends by `session` to `pub_socket`",
        says=(r"pub_socket = Any", r"self\.session\.send"),
    ),
    Part(
        "IPython.core.interactiveshell:InteractiveShell.transform_cell",
        "it changes no cell that is Python",
        takes="self raw_cell",
    ),
    Part(
        "IPython.core.interactiveshell:InteractiveShell.should_run_async",
        "it is true only of cells with the word `async` or `await`",
        takes="self raw_cell transformed_cell preprocessing_exc_tuple",
    ),
    Part(
        "IPython.core.compilerop:CachingCompiler",
        "ipykernel's own differs from it only in how it names cells",
        says=(r"def get_code_name",),
    ),
    Part(
        "IPython.core.application:BaseIPythonApplication.initialize",
        "it reads the configuration and opens no socket",
        takes="self argv",
    ),
    Part(
        "jupyter_client.session:Session",
        "messages are signed with `key`, and `pid` tells a fork from its parent",
        says=(r"key = CBytes", r"os\.getpid\(\) != self\.pid"),
    ),
    Part(
        "jupyter_client.session:Session.deserialize",
        "each part of a message is read by `unpack`, which can be replaced",
        says=(r"header = self\.unpack", r'\["content"\] = self\.unpack'),
    ),
    Part(
        "nbclient.client:NotebookClient.output",
        "without a hook, a display id or a `clear_output`, it appends `output_from_msg`",
        takes="self outs msg display_id cell_index",
        says=(
            r"self\.output_hook_stack\[parent_msg_id\]",
            r"output_from_msg\(msg\)",
            r"self\.clear_before_next_output",
            r"if display_id:",
            r"outs\.append\(out\)",
        ),
    ),
    Part(
        "nbgrader.preprocessors.saveautogrades:SaveAutoGrades._add_score",
        "`Recorder` and `enter` do the same",
        says=(
            r"determine_grade\(cell",
            r"grade\.auto_score = auto_score",
            r"grade\.manual_score is not None\) or \(grade\.auto_score is None",
            r"grade\.needs_manual_grade = True",
        ),
    ),
    Part(
        "nbgrader.preprocessors.saveautogrades:SaveAutoGrades._add_comment",
        "`Recorder` and `enter` do the same",
        says=(r"compute_checksum\(cell\)", r'"No response\."', r"auto_comment = None"),
    ),
    Part(
        "nbgrader.preprocessors.latesubmissions:AssignLatePenalties.preprocess",
        "it has nothing to do where nothing is late and no penalty was given",
        says=(r"total_seconds_late",),
    ),
    Part(
        "nbgrader.api:Gradebook.add_submission",
        "a submission has a row for each cell with points and for each with a comment",
        says=(
            r"grade_cells:",
            r"Grade\(cell_id",
            r"solution_cells:",
            r"Comment\(cell_id",
            r"task_cells",
        ),
    ),
    Part(
        "nbgrader.api:Gradebook",
        "`db` is SQLAlchemy's scoped_session, which every method commits",
        says=(r"self\.db = scoped_session\(", r"self\.db\.commit\(\)", r"self\.db\.remove\(\)"),
    ),
    Part(
        "nbgrader.api:get_alembic_version",
        "a new gradebook has the newest form of nbgrader's own alembic scripts",
        takes="",
        says=(r"'heads'",),
    ),
    Part(
        "nbgrader.converters.base:BaseConverter.init_notebooks",
        "it finds the notebooks of `assignments`, a folder to its files, by a pattern",
        takes="self",
        says=(r"self\.assignments\[", r"glob"),
    ),
]


STEPS = [
    *("init_pdb", "init_blackhole", "init_connection_file", "init_poller", "init_sockets"),
    *("init_heartbeat", "write_connection_file", "log_connection_info", "init_io", "init_signal"),
    *("init_kernel", "init_path", "init_shell", "init_gui_pylab", "init_extensions", "init_code"),
]
each_tried = pytest.mark.parametrize("name", TRIED)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_what_a_fast_way_leans_on_is_as_it_was_tried(part):
    try:
        found = pkgutil.resolve_name(part.name)
    except (ImportError, AttributeError):
        pytest.fail(f"{part.name} is gone; a fast way assumes: {part.assumed}")

    source = inspect.getsource(found)
    takes = part.takes and " ".join(inspect.signature(found).parameters)
    missing = [pattern for pattern in part.says if not re.search(pattern, source)]

    told = f"{part.name} has changed; a fast way assumes: {part.assumed}"
    assert (takes, missing) == (part.takes, []), told


def test_ipykernel_starts_by_the_steps_that_are_done_before_and_after_the_fork():
    source = inspect.getsource(IPKernelApp.initialize)

    steps = re.findall(r"^ +self\.(\w+)\(", source, re.MULTILINE)

    assert steps == STEPS, "IPKernelApp.initialize has other steps than Kernel.prepare and serve"


def test_ipykernel_does_without_a_debugger():
    program = "import sys; sys.modules['debugpy'] = None; import ipykernel.kernelapp"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert done.returncode == 0, f"ipykernel no longer loads without debugpy: {done.stderr!r}"


def test_every_part_of_a_message_is_read_by_unpack():
    session, read = Session(), []
    unpack = session.unpack
    session.unpack = lambda part: (read.append(part), unpack(part))[1]
    _, parts = session.feed_identities(session.serialize(session.msg("status", {"a": 1})))

    session.deserialize(parts)

    assert read == parts[1:], "Session.deserialize no longer reads by `unpack`, which is replaced"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("stream", {"name": "stdout", "text": "printed"}),
        ("stream", {"name": "stderr", "text": "warned"}),
        ("error", {"ename": "E", "evalue": "why", "traceback": ["where", "why"]}),
        ("display_data", {"data": {"text/plain": "5", "image/png": "AAAA"}, "metadata": {}}),
        ("display_data", {"data": {ANSWERS_TYPE: {"answers": []}}, "metadata": {}}),
    ],
)
def test_nbclient_makes_the_same_of_the_usual_outputs(kind, content):
    message = {"msg_type": kind, "content": content, "parent_header": {"msg_id": "1"}}
    message["header"] = {"msg_type": kind}

    client = NotebookClient(new_notebook())
    client.clear_before_next_output = False  # as at the start of each cell

    wanted = client.output([], message, None, 0)

    assert execute._usual_output(kind, content) == wanted


def test_a_new_gradebook_has_the_form_that_nbgrader_gives_it(tmp_path):
    Gradebook(f"sqlite:///{tmp_path}/theirs.db").close()
    shutil.copy(ROOT / CONFIG, tmp_path)

    open_gradebook(Course(tmp_path), new=True).close()

    theirs, ours = (form(tmp_path / name) for name in ("theirs.db", "gradebook.db"))
    assert ours == theirs


def form(path):
    """Read all tables of a database, and the version of their form."""
    with closing(sqlite3.connect(path)) as database:
        tables = database.execute("select name from sqlite_master where type = 'table'").fetchall()
        return sorted(tables), database.execute("select * from alembic_version").fetchall()


def test_all_parts_that_are_leaned_on_are_listed_in_the_architecture_and_no_others():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")

    listed = re.findall(r"^\| `([\w.]+:[\w.]+)` \|", text, re.MULTILINE)

    assert sorted(listed) == sorted(part.name for part in PARTS)


def test_the_tests_that_the_architecture_names_are_there():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    code = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))

    named = re.findall(r"`(test_\w+)`", text)

    assert [name for name in named if f"def {name}(" not in code] == []


@each_tried
def test_the_versions_that_are_pinned_were_tried(name):
    assert PINNED[name]
    assert PINNED[name] <= set(TRIED[name])


def test_every_package_that_a_step_leans_on_has_versions_that_were_tried():
    assert {name for step in Step for name in step.value} == set(TRIED)


@pytest.fixture
def untried(monkeypatch):
    """An environment with a version of ipykernel that nobody has tried."""
    monkeypatch.delenv(VARIABLE, raising=False)
    installed = {name: versions[0] for name, versions in TRIED.items()} | {"ipykernel": "99.0"}
    monkeypatch.setattr(tried, "_installed", installed.get)


def test_only_a_step_that_leans_on_an_untried_version_is_slow(untried):
    assert [step for step in Step if not is_fast(step)] == [Step.KERNEL]


@pytest.mark.parametrize(("way", "fast"), [("plain", False), ("fast", True)])
def test_a_way_can_be_asked_for(untried, monkeypatch, way, fast):
    monkeypatch.setenv(VARIABLE, way)

    assert {is_fast(step) for step in Step} == {fast}


def test_a_way_that_there_is_not_is_refused_by_every_command(monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "quick")

    code = cli.main(["doctor"])

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err == (
        "autograder: AUTOGRADER_WAY is set to 'quick': set it to plain or fast, or unset it.\n"
    )


@pytest.mark.slow
def test_the_doctor_names_an_untried_version_and_says_what_to_do(untried, capsys):
    code = cli.main(["doctor"])

    said = " ".join(capsys.readouterr().out.split())
    assert code == 0
    assert (
        f"! ipykernel 99.0 is installed and {TRIED['ipykernel'][0]} was tried: grading is slower, "
        f"the scores are the same. To be fast: pip install ipykernel=={TRIED['ipykernel'][-1]}"
    ) in said


def test_the_plain_way_is_said_to_be_asked_for(untried, monkeypatch):
    monkeypatch.setenv(VARIABLE, "plain")

    [said] = tried.remarks()

    assert said.startswith("AUTOGRADER_WAY is set to plain: grading is slower, the scores are the")


def test_where_all_was_tried_there_is_nothing_to_say(untried, monkeypatch):
    monkeypatch.setattr(tried, "_installed", lambda name: TRIED[name][0])

    assert tried.remarks() == []


@pytest.mark.parametrize("way", ["Fast", "slow", "plain "])
def test_a_way_that_does_not_exist_is_named_and_nothing_is_graded(
    monkeypatch, capsys, tmp_path, way
):
    monkeypatch.setenv(VARIABLE, way)
    monkeypatch.setattr(pipeline, "grade", None)
    shutil.copy(ROOT / CONFIG, tmp_path)
    open_gradebook(Course(tmp_path), new=True).close()
    (tmp_path / "submitted" / "ada" / "initialization").mkdir(parents=True)

    code = cli.main(["grade", "--course", str(tmp_path)])

    assert code == 2
    said = " ".join(capsys.readouterr().err.split())
    assert f"AUTOGRADER_WAY is set to {way!r}: set it to plain or fast, or unset it." in said
    with pytest.raises(CourseError, match="AUTOGRADER_WAY is set to"):
        is_fast(Step.KERNEL)


def test_a_package_that_came_without_its_metadata_is_one_that_was_not_tried(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(tried, "TRIED", TRIED | {"no-such-package": ("1.0",)})

    said = tried.remarks()

    assert "no-such-package of an unknown version is installed and 1.0 was tried" in said[-1]
