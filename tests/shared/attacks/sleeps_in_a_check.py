# %% [markdown]
# # **denial: sleeps when it is checked**
# loses: gradient_check
#
# A function of the exercise that does nothing for an hour.

# %% replaces="gradient_check"
def gradient_check(x, theta, epsilon=1e-7):
    import time

    time.sleep(3600)
