# %% [markdown]
# # **instructor: writes to the grader's terminal**
#
# Puts codes that steer a terminal, and markup of the grader's tables, into what a note may quote:
# the first line of a cell that is stopped, the names of errors and of cells.

# %%
# @ESC@]0;@MARK@@ESC@\\ @ESC@[2J [red]@MARK@[/red] [/] [link=file:///etc]
import os

os._exit(1)


# %% replaces="forward_propagation"
error = type("\x1b[31m[bold]@MARK@", (Exception,), {})
raise error("\x1b]0;@MARK@\x07 \u202e [/] [bold]@MARK@")
