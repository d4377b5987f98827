# %% [markdown]
# # **denial: opens files until there are no more**
#
# Opens as many files, sockets and pipes as it gets, and makes 50,000 empty files that stay.

# %%
import os
import socket

kept = []
for opened in (lambda: open("/dev/null"), lambda: socket.socket(socket.AF_UNIX), os.pipe):
    try:
        for _ in range(20_000):
            kept.append(opened())
    except OSError:
        pass
found = len(kept)
for file in kept:
    file.close() if hasattr(file, "close") else os.closerange(file[0], file[1] + 1)
print(f"TAKEN {found} open files" if found > 10_000 else "")
try:
    for number in range(50_000):
        os.close(os.open(f"@MARK@-{number}", os.O_CREAT | os.O_WRONLY))
    print("TAKEN", number, "files")
except OSError:
    pass
