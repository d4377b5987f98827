# %% [markdown]
# # **instructor: shows Markdown and formulas with scripts**
#
# Outputs of Markdown, LaTeX and Mermaid that become scripts when they are turned into a page.

# %%
from IPython.display import Markdown, display

for text in (
    "<script>alert('@MARK@')</script>",
    "[more](javascript:alert('@MARK@'))",
    "[more](&#106;avascript:alert(1)) <javascript:alert(1)>",
    "![x](x\" onerror=\"alert('@MARK@'))",
    "[x]: javascript:alert(1)\n\n[x] [more][x]",
    "$</span><img src=x onerror=alert(1)>$ $$<script>alert('@MARK@')</script>$$",
    "```html\n</pre><script>alert('@MARK@')</script>\n```",
    '<div markdown="1" onclick="alert(1)">*x*</div>',
):
    display(Markdown(text))
    display({"text/latex": text, "text/plain": text}, raw=True)
    display({"text/vnd.mermaid": f"graph LR; A[</pre>{text}]", "text/plain": text}, raw=True)
