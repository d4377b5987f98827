# %% [markdown]
# # **denial: computes where no interrupt is looked for**
#
# One call that takes for ever, inside the interpreter's own loops.

# %%
import itertools
from collections import deque

deque(itertools.repeat(0), maxlen=0)
