# %% [markdown]
# # **machine: talks to services over local sockets**
#
# Connects to a service's socket, with and without a file, and to whatever listens in `/run`.

# %%
import contextlib
import os
import socket
from pathlib import Path

found = [str(path) for path in Path("/run").glob("**/*") if path.is_socket()]
for address in ("@SOCKET@", "\0@RUN@", *found):
    for form in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, form) as connection:
            connection.settimeout(1)
            connection.connect(address)
            connection.sendall(b"@MARK@")
            print("TAKEN a connection to", repr(address))
