# %% [markdown]
# # **denial: shows a word now and then, and cannot be interrupted**
#
# There is a new output each tenth of a second, so that whoever waits for silence waits for ever.

# %%
import signal
import time

signal.signal(signal.SIGINT, signal.SIG_IGN)
end = time.time() + 100
while time.time() < end:
    print("still here", flush=True)
    time.sleep(0.1)
