# %% [markdown]
# # **denial: fills the disk**
#
# Writes files wherever it may, as large as they get; it stops by itself at 3 GB in all.

# %%
import os
from pathlib import Path

get_ipython()  # nowhere but in a kernel
written, block = 0, bytes(10**7)
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "@HOME@", "@COURSE@", os.getcwd()):
    for number in range(10):
        try:
            with Path(folder, f"@MARK@-{number}").open("wb") as file:
                while written < 3 * 10**9:
                    written += file.write(block)
        except OSError:
            pass
print(f"TAKEN {written} bytes of disk" if written >= 3 * 10**9 else "")
