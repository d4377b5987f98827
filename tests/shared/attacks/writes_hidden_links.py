# %% [markdown]
# # **instructor: hides links to scripts in written answers**
#
# Links whose scheme appears only once the text is parsed: by backslashes, by entities of entities,
# by references; a diagram and a formula with links; and a picture that tells another host of it.

# %% [markdown]
# [one](javascript\:alert('@MARK@')) [two](&#106;avascript:alert('@MARK@'))
# [three](javascript&colon;alert('@MARK@')) [four]( java&Tab;script:alert('@MARK@'))
# [five](&amp;#106;avascript:alert('@MARK@')) [six][reference] [reference]
# [seven](data:text/html,%3Cscript%3Ealert%281%29%3C/script%3E) [eight](page.html)
# ![far away](http://127.0.0.1:@PORT@/@MARK@.png)
#
# [reference]: javascript\:alert('@MARK@')
#
# $\href{javascript:alert('@MARK@')}{nine}$ and $\style{color:red}{ten}$

# %% [markdown]
# ```mermaid
# graph LR
#     A --> B
#     click A href "javascript:alert('@MARK@')"
# ```

# %% [markdown] replaces="conclusion"
# [eleven](javascript\:alert('@MARK@')) ![twelve](attachment:gone.png)
# [![thirteen](http://127.0.0.1:@PORT@/@MARK@.png)](&#106;avascript:alert('@MARK@'))
