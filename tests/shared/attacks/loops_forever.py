# %% [markdown]
# # **denial: never ends and cannot be interrupted**
#
# A loop that ignores interrupts, catches whatever is raised in it, and sets its limits up.

# %%
import resource
import signal

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGXCPU, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NPROC):
    try:
        resource.setrlimit(kind, (-1, -1))
    except (ValueError, OSError):
        pass
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
