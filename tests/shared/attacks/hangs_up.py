# %% [markdown]
# # **denial: hangs up, and lives on**
#
# Shuts the sockets over which it is asked and answers, but not down: nobody sees it end.

# %%
import os
import signal
import socket
import stat
import time

signal.signal(signal.SIGINT, signal.SIG_IGN)
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            one = socket.socket(fileno=os.dup(number))
            if one.getsockname():
                one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
time.sleep(100)
