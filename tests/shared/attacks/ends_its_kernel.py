# %% [markdown]
# # **denial: ends its own kernel**
#
# Ends the process from within a cell, without a word to anybody.

# %%
import os

get_ipython()  # nowhere but in a kernel
os._exit(1)
