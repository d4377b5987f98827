# %% [markdown]
# # **machine: leaves files all over the machine**
#
# Writes a file into every folder that matters, and a line into files that are there.

# %%
import os
import site
import sys
from pathlib import Path

import helpers

folders = ["/", "/etc", "/run", "/tmp", "/var/tmp", "/dev/shm", "/dev", "/usr/local/bin", "@HOME@"]
folders += ["@COURSE@", "@COURSE@/submitted", "@COURSE@/source", sys.prefix, sys.base_prefix]
folders += [*site.getsitepackages(), Path(helpers.__file__).parent, Path.home(), os.getcwd()]
for folder in folders:
    try:
        Path(folder, "@MARK@").write_text("@MARK@")
    except OSError:
        pass
for path in ("@COURSE@/nbgrader_config.py", "@HOME@/.bashrc", "@HOME@/.ssh/authorized_keys"):
    try:
        with open(path, "a") as file:
            file.write("\n# @MARK@\n")
        print("TAKEN", path)
    except OSError:
        pass
