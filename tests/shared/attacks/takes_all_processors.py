# %% [markdown]
# # **denial: takes all processors**
#
# Threads that compute outside the interpreter's lock, many more than there are processors, for
# three seconds.

# %%
import hashlib
import os
import threading
import time

end = time.time() + 3


def compute():
    while time.time() < end:
        hashlib.pbkdf2_hmac("sha256", b"", b"", 100_000)


try:
    os.setpriority(os.PRIO_USER, 0, 19)
    os.sched_setaffinity(0, range(os.cpu_count()))
except OSError:
    pass
threads = [threading.Thread(target=compute, daemon=True) for _ in range(50)]
try:
    for thread in threads:
        thread.start()
except RuntimeError:
    pass
time.sleep(3)
