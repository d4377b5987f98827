# %% [markdown]
# # **others: spoils what another student handed in**
#
# Writes into the neighbour's submission and into its graded copy.

# %%
from pathlib import Path

for path in Path("@COURSE@").glob("*/neighbour/*/*"):
    try:
        with path.open("a") as file:
            file.write("@MARK@")
        print("TAKEN", path.name)
    except OSError:
        pass
