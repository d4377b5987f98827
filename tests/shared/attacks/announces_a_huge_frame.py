# %% [markdown]
# # **denial: announces a frame that is larger than all memory**
#
# Whoever makes room for it before it has come has no room left. Each socket gets another size.
# after: sockets

# %%
import struct
import time

for one, size in zip(own_sockets(), [2**25, 2**31, 2**40, 2**63 - 1]):
    try:
        one.settimeout(1)
        one.sendall(struct.pack(">BQ", 2, size) + bytes(1000))
    except OSError:
        pass
time.sleep(1)
