# %% [markdown]
# # **instructor: makes a script the number of a cell**
#
# The last cells tell a page as their number before they end the kernel, so that nobody puts the
# right one in its place.
# times: 4

# %%
import os
import time

kernel = get_ipython().kernel
number = "<img src=x onerror=\"alert('@MARK@')\"><script>alert('@MARK@')</script>"
for kind in ("execute_input", "execute_result"):
    content = {"execution_count": number, "code": "", "data": {"text/plain": "1"}, "metadata": {}}
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent("shell"))
time.sleep(0.5)
os._exit(1)
