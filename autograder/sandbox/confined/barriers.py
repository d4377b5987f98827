"""What shuts a student's process in, beyond the walls of the sandbox that it is forked in.

Each submission gets its own process space and its own empty temporary folder. It can neither
start another process nor ask for more than its limits: one process, so its memory is bounded by
what one process may have.

References
----------
The Linux manual: unshare(2), mount(2), capabilities(7), seccomp(2), getrlimit(2).
"""

import ctypes
import errno
import os
import platform
import resource
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWPID, CLONE_THREAD = 0x20000, 0x8000000, 0x20000000, 0x10000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 1, 22, 38, 2
CAPABILITY_VERSION = 0x20080522
AF_UNIX = 1
FOLDER = os.environ.get("TMPDIR", "/tmp")  # the sandbox says which


@dataclass(frozen=True)
class Bounds:
    """What one submission may use.

    Attributes
    ----------
    memory, disk, file
        Bytes of address space, of the temporary folder, and of one file.
    cpu
        Seconds of processor time, of all threads together.
    threads
        How many there may be, those of the kernel among them.
    """

    memory: int
    disk: int
    file: int
    cpu: int
    threads: int


def new_process_space() -> int:
    """Let the next child be the first process of a new space; return a handle to get back."""
    own = os.pidfd_open(os.getpid())
    _call("unshare", CLONE_NEWPID)
    return own


def own_process_space(handle: int) -> None:
    """Let later children be in the space of this process again."""
    _call("setns", handle, CLONE_NEWPID)
    os.close(handle)


def shut_in(bounds: Bounds, user: int, covered: Iterable[Path] = ()) -> None:
    """Give up all that this process could do beyond computing, and go on as ``user``.

    Parameters
    ----------
    bounds, user
        What it may use, and who it is from now on.
    covered
        Files that are empty for it.

    Raises
    ------
    OSError
        When the system refuses one of the steps.
    """
    _call("unshare", CLONE_NEWNS | CLONE_NEWIPC)
    _call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
    size = f"size={bounds.disk},nr_inodes=10000,mode=1777".encode()
    _call("mount", b"tmpfs", FOLDER.encode(), b"tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, size)
    for path in covered:
        _call("mount", os.devnull.encode(), str(path).encode(), None, MS_BIND, None)
    os.chdir(FOLDER)
    _limit(bounds)
    if user != os.getuid():
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    _drop_capabilities()
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _filter_system_calls()


def _limit(bounds: Bounds) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_DATA, resource.getrlimit(resource.RLIMIT_DATA)[1]),  # not the driver's
        (resource.RLIMIT_CPU, bounds.cpu),
        (resource.RLIMIT_FSIZE, bounds.file),
        (resource.RLIMIT_NPROC, bounds.threads),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_MEMLOCK, 65536),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _drop_capabilities() -> None:
    header = struct.pack("Ii", CAPABILITY_VERSION, 0)
    _call("capset", header, bytes(24))


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


# number of each system call: x86_64, aarch64 (-1: there is no such call)
REFUSED = {
    "fork": (57, -1),
    "vfork": (58, -1),
    "execve": (59, 221),
    "execveat": (322, 281),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "personality": (135, 92),
    "fanotify_init": (300, 262),
    # what costs others: the disks of the whole machine, a core that is another's
    "sync": (162, 81),
    "syncfs": (306, 267),
    "sched_setaffinity": (203, 122),
    # memory that no limit of a process counts
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
}
CLONE, CLONE3, SOCKET = (56, 220), (435, 435), (41, 198)
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000


def _filter_system_calls() -> None:
    """Refuse new processes, namespaces, networks, and memory that is counted nowhere."""
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no list of system calls for {machine}")
    column, architecture = ARCHITECTURES[machine]
    refuse = (RETURN, 0, 0, FAIL | errno.EPERM)
    program = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, 0x40000000),  # the x32 calls
        refuse,
        (EQUAL, 0, 1, CLONE3[column]),  # its flags cannot be read; the C library then uses clone
        (RETURN, 0, 0, FAIL | errno.ENOSYS),
    ]
    for numbers in REFUSED.values():
        if numbers[column] >= 0:
            program += [(EQUAL, 0, 1, numbers[column]), refuse]
    program += [
        (EQUAL, 0, 4, CLONE[column]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (ANY_BIT, 1, 0, CLONE_THREAD),
        refuse,
        (RETURN, 0, 0, ALLOW),
        (EQUAL, 0, 3, SOCKET[column]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUAL, 1, 0, AF_UNIX),
        refuse,
        (RETURN, 0, 0, ALLOW),
    ]
    instructions = (_Instruction * len(program))(*(_Instruction(*line) for line in program))
    whole = _Program(len(program), instructions)
    _call("prctl", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(whole), 0, 0)


def _call(name: str, *arguments: object) -> None:
    if getattr(LIBC, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
