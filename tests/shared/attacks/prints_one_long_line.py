# %% [markdown]
# # **denial: prints one line of 100 MB**
#
# A single line that does not end, in one piece and in many.

# %%
print("x" * 100_000_000)
for _ in range(10_000):
    print("x" * 1000, end="")
