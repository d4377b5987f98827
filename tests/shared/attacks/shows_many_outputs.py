# %% [markdown]
# # **denial: shows 100,000 outputs**
#
# Outputs, corrections of outputs and clearings of outputs, each of them a message.

# %%
from IPython.display import clear_output, display

for number in range(50_000):
    display(number, display_id=f"a{number % 100}", update=number >= 100)
for number in range(50_000):
    display({"text/plain": str(number)}, raw=True)
