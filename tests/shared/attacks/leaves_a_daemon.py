# %% [markdown]
# # **others: leaves a process that watches the next submission**
#
# Starts processes that belong to nobody: forked twice, in a session of their own.

# %%
import os
import subprocess
import sys

get_ipython()  # nowhere but in a kernel
program = [sys.executable, "-c", "import time; time.sleep(60)", "@MARK@"]
try:
    subprocess.Popen(program, start_new_session=True)
except OSError:
    pass
try:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv(sys.executable, program)
        os._exit(0)
except OSError:
    pass
