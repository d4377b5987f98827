# %% [markdown]
# # **others: looks for what the others left and run**
#
# Comes last by name, and looks for files, sockets, processes and marked modules of the others.

# %%
import os
import sys
from pathlib import Path

own = "@MARK@"
for folder in ("/tmp", "/var/tmp", "/dev/shm", os.getcwd(), str(Path.home())):
    for path in Path(folder).glob("*@RUN@*") if Path(folder).is_dir() else ():
        print("TAKEN", path)
for path in (*Path("/proc").glob("[0-9]*/cmdline"), Path("/proc/net/unix")):
    try:
        text = path.read_text(errors="replace")
    except OSError:
        continue
    if "@RUN@" in text.replace(own, "") or "ipykernel_launcher" in text:
        if path.parent.name != str(os.getpid()):
            print("TAKEN sight of", path)
for module in (np, sys, sys.modules["helpers"]):
    print(f"TAKEN {module.left}" if hasattr(module, "left") else "")
