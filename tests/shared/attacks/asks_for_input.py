# %% [markdown]
# # **denial: waits for somebody who answers**
#
# Asks for a password and for input, through Python, the kernel and the terminal.

# %%
import getpass
import os
import sys

for ask in (input, getpass.getpass, sys.stdin.readline, lambda: os.read(0, 1), breakpoint):
    try:
        ask()
    except (Exception, SystemExit):
        pass
