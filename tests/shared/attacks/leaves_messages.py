# %% [markdown]
# # **others: leaves messages for accomplices**
#
# Leaves its work in shared memory, in temporary folders and at a socket without a file.

# %%
import os
import socket
import threading
from multiprocessing import resource_tracker, shared_memory
from pathlib import Path

resource_tracker.register = lambda *arguments: None
for folder in ("/tmp", "/var/tmp", "/dev/shm", os.getcwd(), str(Path.home())):
    try:
        Path(folder, "@MARK@").write_text("the answers")
    except OSError:
        pass
try:
    shared_memory.SharedMemory("@MARK@-shared", create=True, size=4096)
except OSError:
    pass
listener = socket.socket(socket.AF_UNIX)
listener.bind("\0@MARK@")
listener.listen()
