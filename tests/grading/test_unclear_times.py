"""Whether a submission is late hangs on no time that could be read in two ways."""

import pytest
from classroom import copy_of_course, run, solved, submit

from autograder.grading.gradebook import open_gradebook
from autograder.times import TIMESTAMP

NAME, DUE = "initialization", "2026-02-01 12:00:00 UTC"


@pytest.mark.slow
def test_a_time_that_became_unclear_is_late_no_longer_until_it_is_mended(tmp_path):
    course = copy_of_course(tmp_path, (NAME,))
    path = submit(course, "ana", NAME, solved(NAME)).with_name(TIMESTAMP)
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=DUE)
    said, late = [], []

    for text in ("2026-02-01 13:00 UTC", "01.02.2026 13:00", "2026-02-01 15:00 Europe/Berlin"):
        path.write_text(text, "utf-8")
        said.append(run(course, "autograder", "grade", NAME).stdout)
        with open_gradebook(course) as gradebook:
            late.append(gradebook.find_submission(NAME, "ana").total_seconds_late)

    assert late == [3600, 0, 7200]
    note = "timestamp.txt holds “01.02.2026 13:00”, which could be read in several ways"
    assert [note in one for one in said] == [False, True, False]
