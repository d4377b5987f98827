# %% [markdown]
# # **instructor: shows HTML with scripts**
#
# Outputs of HTML that run a script when the page is opened, clicked or hovered, or send the reader
# elsewhere.

# %%
from IPython.display import HTML, display

for text in (
    "<script>alert('@MARK@')</script>",
    "<img src=x onerror=\"alert('@MARK@')\">",
    "<svg onload=\"alert('@MARK@')\"><script>alert('@MARK@')</script></svg>",
    "<a href=\"java\nscript:alert('@MARK@')\">more</a><a href=' javascript:alert(1)'>more</a>",
    "<iframe srcdoc=\"<script>alert('@MARK@')</script>\"></iframe>",
    '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
    '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">go</button>',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)"><base href="//@MARK@/">',
    "<details open ontoggle=\"alert('@MARK@')\"><math><mi xlink:href='javascript:alert(1)'>",
    "<!--><script>alert('@MARK@')</script--><style><img src=x onerror=alert(1)></style>",
    "</div></div></div><script>alert('@MARK@')</script>",
):
    display(HTML(text))
    display({"text/html": text}, metadata={"text/html": {"isolated": True}}, raw=True)
