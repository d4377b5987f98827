# %% [markdown]
# # **instructor: shows drawings with scripts**
#
# Outputs of SVG and of images whose data and sizes break out of the attribute that they are put in.

# %%
from IPython.display import display

svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">'
svg += "<script>alert('@MARK@')</script><a href='javascript:alert(1)'><text>x</text></a></svg>"
display({"image/svg+xml": svg, "text/plain": ""}, raw=True)
out = "\"><script>alert('@MARK@')</script><img src=\""
for kind in ("image/png", "image/jpeg"):
    size = {"width": "1 onerror=alert(1)", "height": "1 onload=alert(1)", "alt": out}
    display({kind: "eHh4", "text/plain": ""}, metadata={kind: size}, raw=True)
    display({kind: "eHh4", "text/plain": ""}, metadata=size, raw=True)
    display({kind: out, "text/plain": out}, metadata={"filenames": {kind: out}}, raw=True)
display({"application/pdf": out, "text/plain": out}, metadata={"filenames": out}, raw=True)
