# %% [markdown]
# # **instructor: shows scripts as scripts**
#
# Outputs of the types for JavaScript, which a page runs as they are.

# %%
from IPython.display import Javascript, display

display(Javascript("alert('@MARK@')"))
for kind in ("application/javascript", "text/javascript", "application/x-javascript"):
    display({kind: "alert('@MARK@')", "text/plain": ""}, raw=True)
