# %% [markdown]
# # **denial: kills the kernel from the background**
# loses: gradient_check_n
#
# A thread that waits until an innocent cell runs, and then ends the process.

# %%
import os
import threading
import time

get_ipython()  # nowhere but in a kernel
begun = threading.Event()
threading.Thread(target=lambda: begun.wait() and os._exit(1), daemon=True).start()


# %% replaces="gradient_check_n"
def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
    return 0


begun.set()
time.sleep(2)
