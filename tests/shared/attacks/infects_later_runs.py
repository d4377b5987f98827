# %% [markdown]
# # **others: leaves code that later runs would load**
#
# Puts start-up files where Python and IPython look for them, and marks the modules that a process
# used again would still have.

# %%
import site
import sys
from pathlib import Path

for home in (Path.home(), Path("@HOME@"), Path("/root"), Path("/tmp")):
    try:
        folder = home / ".ipython/profile_default/startup"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "@MARK@.py").write_text("left = '@MARK@'\n")
    except OSError:
        pass
for folder in {*sys.path, *site.getsitepackages(), site.getusersitepackages()}:
    try:
        Path(folder, "@MARK@.pth").write_text("import builtins; builtins.left = '@MARK@'\n")
    except OSError:
        pass
np.left = sys.left = sys.modules["helpers"].left = "@MARK@"
