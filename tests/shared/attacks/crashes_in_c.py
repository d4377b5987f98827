# %% [markdown]
# # **denial: crashes the interpreter**
#
# Writes to an address that is not there, and calls itself until the stack is used up.

# %%
import ctypes

get_ipython()  # nowhere but in a kernel
ctypes.memset(1, 0, 1)

# %%
import sys

get_ipython()  # nowhere but in a kernel
sys.setrecursionlimit(10**9)


class Endless:
    def __getattr__(self, name):
        return repr(self) + getattr(self, name + "x")

    __repr__ = lambda self: str(self.__class__.__eq__(self, self)) + self.more


repr(Endless())
