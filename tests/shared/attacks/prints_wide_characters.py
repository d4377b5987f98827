# %% [markdown]
# # **denial: prints the widest characters in many cells**
#
# Each of 24 cells prints as many as are kept of a cell if characters are counted: of those beyond
# the first 65,536, which take four bytes, and of those that JSON writes in six.
# times: 12

# %%
import sys

sys.stdout.write("\U0001f600" * 1_990_000)

# %%
sys.stdout.write("\0" * 1_990_000)
