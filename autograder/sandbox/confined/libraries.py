"""What every notebook needs, loaded and warmed up by being imported."""

import os

import matplotlib.pyplot as plt
import sklearn.datasets  # noqa: F401
import tornado.platform.asyncio  # noqa: F401

import helpers

for _name in helpers.__all__:
    getattr(helpers, _name)

plt.figure().savefig(os.devnull, format="png")  # drawing fills caches
plt.close("all")
