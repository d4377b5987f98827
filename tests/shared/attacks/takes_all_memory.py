# %% [markdown]
# # **denial: takes all memory**
#
# Takes memory in every way that a process has; it stops by itself at 6 GB.

# %%
import mmap
import os

get_ipython()  # nowhere but in a kernel
kept = []
ways = (lambda: bytearray(10**8), lambda: mmap.mmap(-1, 10**8), lambda: np.ones(10**8 // 8))
for way in ways:
    try:
        for _ in range(60):
            kept.append(way())
            memoryview(kept[-1]).cast("B")[::4096] = bytes(-(-(10**8) // 4096))
            if len(kept) == 60:
                raise StopIteration
    except (MemoryError, OSError, ValueError):
        pass
    except StopIteration:
        print("TAKEN 6 GB of memory")
        break
kept.clear()
