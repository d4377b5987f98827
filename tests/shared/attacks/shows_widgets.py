# %% [markdown]
# # **instructor: shows a widget from elsewhere**
#
# Sends the state of a widget whose code is a package of the student's own, which the page would
# load from the network.

# %%
from IPython.display import display

kernel = get_ipython().kernel
for kind in ("IntSlider", "@MARK@Model"):
    state = {
        "_model_module": "@MARK@-evil",
        "_model_module_version": "*",
        "_model_name": kind,
        "_view_module": "@MARK@-evil",
        "_view_module_version": "*",
        "_view_name": "</script><script>alert('@MARK@')</script>",
        "description": "<img src=x onerror=alert('@MARK@')>",
    }
    content = {"comm_id": "@MARK@", "target_name": "jupyter.widget", "data": {"state": state}}
    kernel.session.send(
        kernel.iopub_socket,
        "comm_open",
        content,
        parent=kernel.get_parent("shell"),
        metadata={"version": "2.1.0"},
    )
    view = {"model_id": "@MARK@", "version_major": 2, "version_minor": 0}
    display({"application/vnd.jupyter.widget-view+json": view, "text/plain": ""}, raw=True)
state = {"state": {"@MARK@": {"model_module": "@MARK@-evil", "state": {}}}, "version_major": 2}
display({"application/vnd.jupyter.widget-state+json": state, "text/plain": ""}, raw=True)
