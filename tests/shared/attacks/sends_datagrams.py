# %% [markdown]
# # **machine: smuggles data out in datagrams**
#
# Sends packets that need no connection, as questions about names would, and opens the sockets that
# see or make any packet.

# %%
import contextlib
import socket

with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
    sender.sendto(b"\0\1\1\0\0\1\0\0\0\0\0\0 @MARK@", ("127.0.0.1", int("@PORT@")))
for kind, form, protocol in (
    (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
    (socket.AF_PACKET, socket.SOCK_RAW, 0),
    (socket.AF_VSOCK, socket.SOCK_STREAM, 0),
    (socket.AF_NETLINK, socket.SOCK_RAW, 0),
):
    with contextlib.suppress(OSError), socket.socket(kind, form, protocol):
        print("TAKEN a socket of family", kind)
