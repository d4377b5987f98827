# %% [markdown]
# # **denial: ends with an error whose text is a megabyte and more**
#
# Its text comes twice, as an output and in the reply to the cell.

# %%
raise ValueError("x" * 1_500_000 + "\n" * 100_000)
