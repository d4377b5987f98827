# %% [markdown]
# # **denial: starts processes that start processes**
#
# A fork bomb; it stops by itself at 1000 processes, where nobody stops it.

# %%
import mmap
import os
import time

get_ipython()  # nowhere but in a kernel
started, mine = mmap.mmap(-1, 1000), os.getpid()
try:
    while started.find(b"\0") >= 0:
        if os.fork() == 0:
            started[started.find(b"\0")] = 1
except (OSError, IndexError):
    pass
if os.getpid() != mine:
    time.sleep(10)
    os._exit(0)
print("TAKEN 1000 processes" if started.find(b"\0") < 0 else "")
