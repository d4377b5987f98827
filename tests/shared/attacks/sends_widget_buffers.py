# %% [markdown]
# # **denial: sends widgets with large buffers**
#
# Buffers travel beside what a message says, and nbclient keeps those of widgets until the notebook
# has ended: three cells send 25 of them, of 30 megabytes each.
# times: 3

# %%
kernel = get_ipython().kernel
state = {"_model_name": "M", "_model_module": "m", "_model_module_version": "1"}
data = {"method": "update", "state": state, "buffer_paths": [["b"]]}
for number in range(25):
    kernel.session.send(
        kernel.iopub_socket,
        "comm_msg",
        {"comm_id": f"c{number}", "data": data},
        parent=kernel.get_parent("shell"),
        buffers=[bytes(30_000_000)],
    )
