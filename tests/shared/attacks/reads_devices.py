# %% [markdown]
# # **machine: reads disks and memory as devices**
#
# Opens every disk and the machine's memory, and makes device files of its own where there are none.

# %%
import os
import stat
from pathlib import Path

found = [path for path in Path("/dev").glob("*") if stat.S_ISBLK(path.lstat().st_mode)]
numbers = [(0o60000, 254, 0), (0o60000, 259, 0), (0o60000, 8, 0), (0o20000, 1, 1), (0o20000, 1, 11)]
for kind, major, minor in numbers:
    path = Path(f"@MARK@-{major}-{minor}")
    try:
        os.mknod(path, kind | 0o600, os.makedev(major, minor))
        found.append(path)
    except OSError:
        pass
for path in [*found, *map(Path, ("/dev/mem", "/dev/kmem", "/dev/port", "/dev/kmsg"))]:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        print("TAKEN", len(os.read(handle, 8192)), "bytes of", path)
        os.close(handle)
    except OSError:
        pass
    if path in found and "@MARK@" in path.name:
        path.unlink()
