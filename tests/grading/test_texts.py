"""A student's text on a page: its words are there, and nothing runs, is fetched or leads astray."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell, new_notebook
from pages import Page, feedback

from autograder.grading.harmless import harmless
from autograder.grading.texts import as_words, as_written, harmless_text, without_codes
from autograder.notebook import notes_of

PICTURE = {"plot.png": {"image/png": "AAAA"}, "größe.png": {"image/png": "BBBB"}}
PICTURE["my plot.png"] = PICTURE["plot (1).png"] = {"image/png": "CCCC"}
HARMLESS_TAGS = {
    *("a", "p", "div", "span", "pre", "code", "em", "strong", "del", "br", "hr", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "img", "input"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("main", "body"),  # the template's own
}
ALLOWED = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
DATA = "data:image/png;base64,"


def page_of(text, attachments=PICTURE):
    """Show a text on the page that its student gets."""
    cell = new_markdown_cell(text, attachments=attachments)
    return Page(feedback(harmless(new_notebook(cells=[cell]))))


def own(links):
    """Leave out what the template and a heading link to."""
    return [link for link in links if not link.startswith("#")]


@pytest.mark.parametrize(
    "text",
    [
        "[more](javascript:alert(1))",
        r"[more](javascript\:alert(1))",
        "[more](&#106;avascript:alert(1))",
        "[more](&amp;#106;avascript:alert(1))",
        "[more](&amp;amp;#106;avascript:alert(1))",
        "[more](javascript&colon;alert(1))",
        "[more]( java&Tab;script:alert(1))",
        "[more](<java\tscript:alert(1)>)",
        "[more](<\x01javascript:alert(1)>)",
        "[more](JaVaScRiPt:alert(1))",
        "[more](vbscript:alert(1))",
        "[more](data:text/html,x)",
        "[more](file:///etc/passwd)",
        "[more](blob:null/x)",
        "[more](//evil.example/x)",
        "[more](page.html)",
        "[more][there]\n\n[there]: javascript\\:alert(1)",
        "[there]\n\n> [there]: &#x6A;avascript:alert(1)",
        "[there]\n\n- [there]:\n  javascript:alert(1)",
        "[*a **b***](javascript:alert(1) 'title')",
        "| a |\n|---|\n| [more](javascript:alert(1)) |",
        "# [more](javascript:alert(1))",
        "[![x](attachment:plot.png)](javascript:alert(1))",
        "<javascript:alert(1)>",
        "<a href='javascript:alert(1)'>more</a>",
    ],
)
def test_a_link_that_is_none_of_the_web_is_text(text):
    page = page_of(text)

    assert own(page.links) == []
    assert page.tags <= HARMLESS_TAGS
    for word in re.findall("alert|more|there|evil.example|passwd", text):
        assert word in page.text


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[numpy](https://numpy.org/doc/?a=1&b=2)", "https://numpy.org/doc/?a=1&b=2"),
        ("[numpy](HTTP://numpy.org)", "HTTP://numpy.org"),
        ("[me](mailto:ana@example.org)", "mailto:ana@example.org"),
        ("[n][1]\n\n[1]: https://numpy.org", "https://numpy.org"),
        ("see https://numpy.org", "https://numpy.org"),
        ("see <https://numpy.org/doc>.", "https://numpy.org/doc"),
        ("(<https://numpy.org/doc>)", "https://numpy.org/doc"),
        ("<https://numpy.org/doc>that", "https://numpy.org/doc"),
        ("[b](<https://numpy.org/a b>)", "https://numpy.org/a%20b"),
        ('[b]( <https://numpy.org> "numpy")', "https://numpy.org"),
        ("[b](<https://a.example/b_(c)>)", "https://a.example/b_%28c%29"),
        ("[n][1]\n\n[1]: <https://numpy.org>", "https://numpy.org"),
        ("[numpy](https://numpy.org) In JavaScript: prototypes.", "https://numpy.org"),
        (
            "[a](https://en.wikipedia.org/wiki/Adam_(name))",
            "https://en.wikipedia.org/wiki/Adam_(name)",
        ),
    ],
)
def test_a_link_to_the_web_or_to_somebody_is_one(text, target):
    assert own(page_of(text).links) == [target]


@pytest.mark.parametrize(
    "text",
    [
        "![alt](https://evil.example/x.png)",
        "![](https://evil.example/x.png)",
        "![alt][1]\n\n[1]: https://evil.example/x.png",
        "![alt](//evil.example/x.png)",
        "![alt](ftp://evil.example/x.png)",
        "![a [b] c](https://evil.example/x.png)",
        "![alt](data:image/svg+xml,x)",
        "![alt](../../../logout.png)",
        "![alt](/logout.png)",
        "![alt](%2e%2e/x.png)",
        "<img src=https://evil.example/x.png>",
        "![alt](attachment:plot.png)![b](https://evil.example/x.png)",
    ],
)
def test_a_picture_from_elsewhere_is_not_fetched(text):
    page = page_of(text)

    assert [one for one in page.fetched if not one.startswith(DATA)] == []
    assert {"evil", "logout", "svg", "2e"} & set(re.findall(r"\w+", page.text + str(page.links)))


def test_a_picture_from_elsewhere_is_a_link_to_it():
    page = page_of("![my plot](https://example.org/x.png) and ![](https://example.org/y.png)")

    assert own(page.links) == ["https://example.org/x.png", "https://example.org/y.png"]
    assert "my plot and a picture" in page.text


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("![x](attachment:plot.png)", f"{DATA}AAAA"),
        ("![x](attachment:größe.png)", f"{DATA}BBBB"),
        ("![x](attachment:gr%C3%B6%C3%9Fe.png)", f"{DATA}BBBB"),
        ("![x](plots/my-plot.png)", "plots/my-plot.png"),
        ("![x](<attachment:plot.png>)", f"{DATA}AAAA"),
        ("![x](<attachment:my plot.png>)", f"{DATA}CCCC"),
        ("![x](<attachment:plot (1).png>)", f"{DATA}CCCC"),
        ("![x](attachment:plot%20%281%29.png)", f"{DATA}CCCC"),
        ("![x](<plots/my-plot.png>)", "plots/my-plot.png"),
    ],
)
def test_a_picture_that_was_handed_in_is_shown(text, source):
    assert page_of(text).fetched == [source]


@pytest.mark.parametrize(
    "bad",
    [
        "[bad](javascript:alert(1))",
        r"[bad](java\script&colon;alert(1))",
        "[bad](page.html)",
        "[bad][1]\n\n[1]: javascript:alert(1)\n\n",
        "<javascript:alert(1)>",
        "<b onclick=alert(1)>bad</b>",
        "a footnote[^1]\n\n[^1]: that says more\n\n",
        "![a [b] c](ftp://evil.example/x.png)",
        "[![x](attachment:plot.png)](javascript:alert(1))",
    ],
)
def test_what_is_no_link_leaves_the_other_links_and_pictures_of_a_text(bad):
    good = "[numpy](https://numpy.org) and ![x](attachment:my%20plot.png)"

    page = page_of(f"{good}\n\n{bad}\n\n[scipy](https://scipy.org)")

    assert own(page.links) == ["https://numpy.org", "https://scipy.org"]
    assert f"{DATA}CCCC" in page.fetched


def test_a_picture_that_is_missing_is_named_and_costs_no_feedback():
    cell = new_markdown_cell("before ![my plot](attachment:gone.png) after")

    shown = harmless(new_notebook(cells=[cell]))

    assert "a picture that is missing: my plot gone.png" in Page(feedback(shown)).text
    [note] = notes_of(shown)
    assert "gone.png" in note


@pytest.mark.parametrize("bundle", [{}, {"text/html": "<script>"}, {'image/png" onerror="': "A"}])
def test_what_is_attached_and_no_picture_counts_as_missing(bundle):
    page = page_of("![x](attachment:gone.png)", {"gone.png": bundle})

    assert page.fetched == []
    assert "gone.png" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</div></div><img src=x onerror=alert(1)>",
        "```mermaid\ngraph LR; A[</pre><script>alert(1)</script>]\n```",
        "> ~~~ mermaid\n> click A href 'javascript:alert(1)'\n> ~~~",
        "$<img src=x onerror=alert(1)>$ $$</span><svg onload=alert(1)>$$",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "# &lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
        "```html\n</pre><script>alert(1)</script>\n```",
        '[x](https://a.b "onmouseover=alert(1) \\"")',
        '```python" onmouseover="alert(1)\n1\n```',
    ],
)
def test_a_tag_is_shown_and_not_obeyed(text):
    page = page_of(text)

    assert page.tags <= HARMLESS_TAGS
    assert "mermaid" not in page.classes


@pytest.mark.parametrize(
    "text",
    [
        r"For $a<b$ and $x &= y$ and \(c\) and 3<4, *yes*.",
        r"$$\begin{pmatrix} 1&0 \\ 0&1 \end{pmatrix}$$",
        "a & b, `x[0](1)`, `a[i]: 2`, AT&T &copy;",
        "- one\n- two\n\n```python\nW = {'a': [1]}\n```",
        "\\[ x \\] and $f[x]$",
    ],
)
def test_an_ordinary_answer_keeps_its_words_and_formulas(text):
    shown = harmless(new_notebook(cells=[new_markdown_cell(text)])).cells[0].source

    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)
    assert notes_of(harmless(new_notebook(cells=[new_markdown_cell(text)]))) == []


@pytest.mark.parametrize("command", ["href", "class", "style", "cssId", "require", "csname"])
def test_a_formula_makes_no_link_and_sets_no_style(command):
    page = page_of(f"$\\{command}{{javascript:alert(1)}}{{x}}$ and $\\displaystyle x$")

    assert f"\\{command}" not in page.text
    assert f"\\text{{{command}}}{{javascript:alert(1)}}" in page.text
    assert "\\displaystyle" in page.text


def test_escape_codes_are_taken_out():
    text = "a\x1b[31mb\x1b]0;title\x07c\x1bPd\x9be\x00f\ng\ud800"

    assert without_codes(text) == "abcdef\ng?"


@pytest.mark.parametrize("text", ["~~~\n# a\n~~~", "a\n~~~~~~~\nb", "", "    x\n\n- [a](b)"])
def test_a_text_that_is_shown_as_it_was_written_is_a_block_of_code(text):
    page = Page(feedback(new_notebook(cells=[new_markdown_cell(as_written(text))])))

    assert text.strip() in page.text
    assert own(page.links) == []


PIECES = st.sampled_from(
    [
        *"[]()<>!:\\`*_~#|-+=&;\"'${}/\n\t ",
        *("](", "]:", "![", "\n\n", "> ", "- ", "1. ", "```", "~~~", "    ", "$$", "\\[", "\\("),
        *("javascript:", "java\tscript:", "&#106;", "&colon;", "&amp;", "&Tab;", "\\:", "alert(1)"),
        *("https://a.b/", "attachment:plot.png", "attachment:gone", "a.png", "x", "é", "mermaid"),
        *("<script>", "<img src=x onerror=alert(1)>", "\\begin{a}", "\\end{a}", "\x1b[m", "\r"),
        *("\n|a|b|\n|-|-|\n", "\n: ", "[x]: ", "[ ] ", "\u202e", "\u2028", "\x0b", "\0"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_a_student_writes_nothing_runs_is_fetched_or_leads_astray(text):
    page = page_of(text)

    assert page.tags <= HARMLESS_TAGS
    assert [one for one in page.links if not ALLOWED.match(one)] == []
    kept = [one for one in page.fetched if not one.startswith(DATA)]
    assert [one for one in kept if not re.fullmatch(r"\w+\.png", one)] == []


@given(st.text(max_size=60))
def test_a_note_is_read_as_it_is(text):
    line = " ".join(re.sub(r"\s", " ", without_codes(text)).split())

    page = Page(feedback(new_notebook(cells=[new_markdown_cell(f"- a {as_words(line)}")])))

    assert "".join(line.split()) in "".join(page.text.split())


def test_lines_end_for_all_parsers_alike():
    assert "```mermaid" not in harmless_text("x\r```mermaid\rgraph TD; A-->B\r```\r", {})


@pytest.mark.parametrize(
    "text",
    [
        "![a][ss]\n\n[ẞ]: attachment:image.png\n\n[ss]: https://elsewhere.example/x.png",
        "[a][ss]\n\n[ẞ]: https://a.example\n\n[ss]: file:///etc/passwd",
    ],
)
def test_a_target_that_stands_apart_is_judged_whichever_a_parser_takes(text):
    shown = harmless_text(text, {"image.png"})

    targets = re.findall(r"\]:\s*(\S*)", shown)
    assert shown.startswith("~~~") or all(map(ALLOWED.match, targets))
