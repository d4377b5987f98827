# %%
import os
import socket
import stat


def own_sockets():
    """Find the sockets over which this kernel speaks, past ZeroMQ."""
    found = []
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                one = socket.socket(fileno=os.dup(number))
                one.getpeername()
                if one.getsockname():  # else it is no kernel's, but speaks to itself
                    found.append(one)
        except OSError:
            pass
    return found
