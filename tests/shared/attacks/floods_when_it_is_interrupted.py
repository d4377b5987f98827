# %% [markdown]
# # **denial: begins to flood when its time is over**
#
# Waits until it is interrupted. Then it sends all it can of outputs, of replies to nobody and of
# its own statuses, because who has run out of time may read without a clock.

# %%
import time

kernel = get_ipython().kernel
session, parent = kernel.session, kernel.get_parent("shell")
try:
    time.sleep(100)
except KeyboardInterrupt:
    pass
end = time.time() + 100
while time.time() < end:
    try:
        for _ in range(100):
            session.send(kernel.iopub_socket, "stream", {"name": "stdout", "text": "x"}, parent)
            session.send(kernel.iopub_socket, "status", {"execution_state": "busy"}, parent)
            session.send(kernel.shell_stream, "execute_reply", {}, ident=b"nobody")
    except (KeyboardInterrupt, MemoryError):
        pass
