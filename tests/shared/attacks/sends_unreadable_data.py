# %% [markdown]
# # **grader: sends outputs that cannot be read or written**
#
# Outputs with numbers of 10,000 digits, infinite ones, halves of surrogate pairs, zero bytes, and
# keys that name no type, as display, stream and error.

# %%
import json
import sys

kernel = get_ipython().kernel
sys.set_int_max_str_digits(0)
kernel.session.pack = lambda message: json.dumps(message, default=str).encode()
parent = kernel.get_parent("shell")
bad = ["\ud800", "\0", "\x1b]0;x\x07", 10**10_000, -(10**10_000), float("nan"), float("inf")]
for value in [*bad, [bad], {"a": bad}, {str(v)[:9]: v for v in bad}]:
    text = value if isinstance(value, str) else "x\ud800"
    for kind, content in (
        ("display_data", {"data": {"application/json": value}, "metadata": {"a": value}}),
        ("display_data", {"data": {text: text, "text/plain": text}, "metadata": {}}),
        ("stream", {"name": "stdout", "text": text}),
        ("error", {"ename": text, "evalue": text, "traceback": [text]}),
    ):
        kernel.session.send(kernel.iopub_socket, kind, content, parent=parent)
