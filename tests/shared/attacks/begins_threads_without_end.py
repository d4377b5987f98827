# %% [markdown]
# # **denial: begins threads that never end**
#
# Begins as many threads as it gets, and keeps them for four seconds; at most 2000.

# %%
import threading
import time

get_ipython()  # nowhere but in a kernel
going = threading.Event()
try:
    for number in range(2000):
        threading.Thread(target=going.wait, daemon=True).start()
    print("TAKEN", number, "threads")
except RuntimeError:
    pass
time.sleep(4)
going.set()
