# %% [markdown]
# # **instructor: shows errors and text with scripts**
#
# Errors, text and tracebacks that hold HTML, codes that colour text, and links in them.

# %%
import sys

script = "<script>alert('@MARK@')</script><img src=x onerror=alert(1)>"
link = "\x1b]8;;javascript:alert(1)\x1b\\link\x1b]8;;\x1b\\ \x1b[31m<b onclick=alert(1)>\x1b[0m"
print(script, link)
print(script, link, file=sys.stderr)
kernel = get_ipython().kernel
content = {"ename": script, "evalue": link, "traceback": [script, link, f"\x1b[1;31{script}m"]}
kernel.session.send(kernel.iopub_socket, "error", content, parent=kernel.get_parent("shell"))


# %% replaces="forward_propagation"
def forward_propagation(x, theta):
    error = type("<script>alert('@MARK@')</script>", (Exception,), {})
    raise error("<img src=x onerror=alert(1)> \x1b[31m<script>alert('@MARK@')</script>")


# %% replaces="backward_propagation"
def backward_propagation(x, theta):
    return {"<img src=x onerror=alert(1)>": "<script>alert('@MARK@')</script>"}


# %% replaces="gradient_check"
class Named:
    pass


Named.__name__ = Named.__qualname__ = "<script>alert('@MARK@')</script>"
gradient_check = lambda x, theta, epsilon=1e-7: Named()
