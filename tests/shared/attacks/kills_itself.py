# %% [markdown]
# # **denial: kills its own process, often**
#
# Four cells, each of which kills the process by a signal of its own.

# %%
import os
import signal

get_ipython()  # nowhere but in a kernel
os.kill(os.getpid(), signal.SIGKILL)
signal.raise_signal(signal.SIGKILL)

# %%
import signal

get_ipython()  # nowhere but in a kernel
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.raise_signal(signal.SIGTERM)
signal.signal(signal.SIGABRT, signal.SIG_DFL)
signal.raise_signal(signal.SIGABRT)
