# %% [markdown]
# # **instructor: writes scripts between the cells**
#
# Cells of Markdown and raw text, and a written answer, that hold scripts and links to them.

# %% [markdown]
# <script>alert('@MARK@')</script>
#
# <img src=x onerror="alert('@MARK@')"> [more](javascript:alert('@MARK@'))
# [again](JaVaScRiPt:alert(1)) <a href="javascript&colon;alert(1)">more</a> <javascript:alert(1)>
#
# <svg onload="alert('@MARK@')"><iframe srcdoc="<script>alert('@MARK@')</script>"></iframe>
#
# $</span><img src=x onerror=alert(1)>$ and `</code><script>alert('@MARK@')</script>`
#
# ![x](x"onerror="alert(1)) ![x](javascript:alert(1)) [x]: javascript:alert(1)

# %% [raw]
# <script>alert('@MARK@')</script>

# %% [markdown] replaces="conclusion"
# <script>alert('@MARK@')</script> <b onmouseover="alert('@MARK@')">my answer</b>
# [more](javascript:alert('@MARK@')) <form action="javascript:alert(1)"><button>go</button></form>
