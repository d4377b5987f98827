# %% [markdown]
# # **denial: updates hundreds of outputs at once**
#
# They have one display id, and one message gives all of them a text of nearly two megabytes. In
# memory they share it; written down, each has its own. One wide character makes it four times as
# large in memory.

# %%
from IPython.display import display

for _ in range(420):
    display({"text/plain": ""}, raw=True, display_id="d")

# %%
text = "x" * 1_900_000
display({"text/plain": f"{text}\U0001f600"}, raw=True, display_id="d", update=True)

# %%
display({"text/plain": "\u4e00" * 600_000}, raw=True, display_id="d", update=True)

# %%
display({"text/plain": f"{text}\U0001f600"}, raw=True, display_id="d")
