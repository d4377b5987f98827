# %% [markdown]
# # **machine: opens the switches of the system's kernel**
#
# Opens for writing what steers the machine, its limits and its devices; writes nothing to it.

# %%
import os
from pathlib import Path

switches = ["/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe"]
switches += ["/proc/1/oom_score_adj", "/proc/1/mem", "/sys/kernel/uevent_helper"]
switches += [str(path) for path in Path("/sys/fs/cgroup").glob("**/release_agent")]
switches += [str(path) for path in Path("/sys/fs/cgroup").glob("**/cgroup.procs")][:20]
for path in switches:
    if path.startswith("/proc/1/") and os.getpid() == 1:
        continue
    try:
        os.close(os.open(path, os.O_WRONLY))
        print("TAKEN", path)
    except OSError:
        pass
