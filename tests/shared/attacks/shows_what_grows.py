# %% [markdown]
# # **denial: shows what is small to send and large to keep**
#
# Empty lists and empty objects by the hundred thousand, in the data of an output and in its
# metadata; lists within lists; lines of nothing, of which each becomes a line of the file.


# %%
def show(content, kind="display_data"):
    kernel = get_ipython().kernel
    for _ in range(4):
        kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent("shell"))


# %%
show({"data": {"application/json": [[] for _ in range(300_000)]}, "metadata": {}})
show({"data": {"application/json": [{} for _ in range(300_000)]}, "metadata": {}})

# %%
show({"data": {"text/plain": ["" for _ in range(300_000)]}, "metadata": {}})
show({"data": {"text/plain": ""}, "metadata": {"x": [{} for _ in range(300_000)]}})

# %%
show({"data": {"text/plain": "\n" * 400_000}, "metadata": {}})
show({"data": {"text/plain": "\n" * 400_000}, "metadata": {}}, "execute_result")

# %%
show({"ename": "E", "evalue": "", "traceback": [""] * 300_000}, "error")

# %%
deep = []
for _ in range(100):
    deep = [deep]
show({"data": {"application/vnd.x+json": [deep for _ in range(2000)]}, "metadata": {}})
