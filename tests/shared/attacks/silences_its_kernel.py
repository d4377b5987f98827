# %% [markdown]
# # **denial: stops the thread that sends outputs**
#
# The kernel goes on, but nothing that it says arrives any more.

# %%
kernel = get_ipython().kernel
kernel.iopub_thread.stop()
kernel.iopub_thread.close()
kernel.iopub_socket = None
