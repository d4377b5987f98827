# %% [markdown]
# # **grader: sends data that is nested too deep to be read**
#
# Answers, outputs and metadata of 100,000 lists within one another, written by hand.

# %%
import json

kernel = get_ipython().kernel
deep = "[" * 100_000 + "]" * 100_000


def pack(message):
    return json.dumps(message, default=str).replace('"deep"', deep).encode()


kernel.session.pack = pack
for kind in ("application/vnd.course.answers+json", "application/json", "text/plain"):
    for content in (
        {"data": {kind: "deep"}, "metadata": {}},
        {"data": {kind: "x"}, "metadata": {kind: "deep"}},
        {"data": {kind: {"exercise": "gradient_check", "answers": "deep"}}, "metadata": {}},
    ):
        kernel.session.send(
            kernel.iopub_socket, "display_data", content, parent=kernel.get_parent("shell")
        )
