# %% [markdown]
# # **grader: ends every process it may signal**
#
# Ends a bystander if it sees it; where it sees none, it ends all there is.

# %%
import os
import signal
from pathlib import Path

get_ipython()  # nowhere but in a kernel
bystanders = []
for path in Path("/proc").glob("[0-9]*/cmdline"):
    try:
        if b"bystander-@RUN@" in path.read_bytes():
            bystanders.append(int(path.parent.name))
    except OSError:
        pass
for pid in bystanders:
    os.kill(pid, signal.SIGKILL)
    print("TAKEN the life of process", pid)
if not bystanders:
    os.kill(-1, signal.SIGKILL)
