# %% [markdown]
# # **grader: sends messages that are none**
#
# Sends the client messages without content, of wrong types and unknown kinds, without signatures
# and without frames, in the hope that it gives up.

# %%
kernel = get_ipython().kernel
session, iopub = kernel.session, kernel.iopub_socket
parent = kernel.get_parent("shell")
contents = ({}, [], None, 5, {"data": 5}, {"name": [], "text": {}}, {"execution_state": {}})
kinds = ("stream", "display_data", "execute_result", "error", "status", "clear_output", "comm_open")
for kind in (*kinds, "comm_msg", "update_display_data", "execute_input", "", "no such kind"):
    for content in contents:
        try:
            session.send(iopub, kind, content, parent=parent)
            session.send(kernel.shell_stream, kind, content, parent=parent, ident=b"nobody")
        except Exception:
            pass
for frames in ([b""], [b"junk"] * 9, [b"<IDS|MSG>"], [b"<IDS|MSG>", b"0" * 64, *[b"null"] * 4]):
    try:
        iopub.send_multipart(frames)
        kernel.shell_stream.send_multipart(frames)
    except Exception:
        pass
