# %% [markdown]
# # **denial: shows outputs of hundreds of MB**
#
# Bundles that are large in text, in the number of types, and in what they are made of.

# %%
from IPython.display import display

display({"text/html": "<b>" * 50_000_000, "text/plain": "x"}, raw=True)
display({f"text/{number}": "x" * 1000 for number in range(100_000)}, raw=True)
display({"application/json": [[]] * 10_000_000, "text/plain": "x"}, raw=True)
