# %% [markdown]
# # **denial: halts its own process, and those beside it**
#
# A process that is halted neither runs nor ends, and no interrupt reaches it.

# %%
import os
import signal

get_ipython()  # nowhere but in a kernel
for number in (signal.SIGTSTP, signal.SIGSTOP):
    try:
        os.killpg(0, number)
    except OSError:
        pass
os.kill(os.getpid(), signal.SIGSTOP)
os.kill(os.getpid(), signal.SIGTSTP)
while True:
    signal.pause()
