# %% [markdown]
# # **machine: reads what is private on the machine**
#
# Reads keys, histories and passwords of everybody whose home it finds.

# %%
import pwd
from pathlib import Path

homes = {Path("@HOME@"), Path.home(), *(Path(each.pw_dir) for each in pwd.getpwall())}
names = (".ssh/*", ".bash_history", ".netrc", ".config/*", ".bashrc", ".gitconfig", ".pypirc")
files = {Path("/etc/shadow"), Path("/etc/sudoers"), Path("/proc/1/environ")}
for home in homes - {Path("/")}:
    for name in names:
        try:
            files |= set(home.glob(name))
        except OSError:
            pass
for path in files:
    try:
        if path.is_file() and "/proc" not in str(path) and path.read_bytes():
            print("TAKEN", path)
    except OSError:
        pass
