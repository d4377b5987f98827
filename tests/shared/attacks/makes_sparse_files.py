# %% [markdown]
# # **denial: makes files that are huge and empty**
#
# A file of a terabyte that takes no room, until somebody copies or packs it.

# %%
import os
from pathlib import Path

for folder in (os.getcwd(), "/tmp", "@COURSE@"):
    try:
        with Path(folder, "@MARK@").open("wb") as file:
            file.truncate(10**12)
        print("TAKEN a file of 1 TB in", folder)
    except OSError:
        pass
