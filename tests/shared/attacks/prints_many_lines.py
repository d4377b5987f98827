# %% [markdown]
# # **denial: prints without end**
#
# 400,000 lines, as fast as they go, to both streams.

# %%
import sys

for number in range(200_000):
    print(number)
    print(number, file=sys.stderr)
