# %% [markdown]
# # **denial: sends a message byte by byte**
#
# Each second a few bytes of a frame that comes to no end, on every socket, so that there is always
# something to wait for; and no interrupt helps.
# after: sockets

# %%
import signal
import struct
import time

signal.signal(signal.SIGINT, signal.SIG_IGN)
found = own_sockets()
for one in found:
    try:
        one.settimeout(1)
        one.sendall(struct.pack(">BQ", 3, 1_000_000))
    except OSError:
        pass
end = time.time() + 100
while time.time() < end:
    for one in found:
        try:
            one.sendall(b"x")
        except OSError:
            pass
    time.sleep(0.2)
