# %% [markdown]
# # **machine: opens connections**
#
# Connects to a service on this machine, by every name that the machine has for itself.

# %%
import contextlib
import socket

for kind, host in (
    (socket.AF_INET, "127.0.0.1"),
    (socket.AF_INET, "localhost"),
    (socket.AF_INET, "0.0.0.0"),
    (socket.AF_INET6, "::1"),
    (socket.AF_INET6, "::ffff:127.0.0.1"),
):
    with contextlib.suppress(OSError), socket.socket(kind) as connection:
        connection.settimeout(1)
        connection.connect((host, int("@PORT@")))
        connection.sendall(b"@MARK@")
        print("TAKEN a connection to", host)
