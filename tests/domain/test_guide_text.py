"""The little of Markdown that the guide has, and that all else is text."""

from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.guide_text import Block, Kind, Span, blocks, plain, spans, words_of

TEXT = """\
# Title #
A line
that goes on.

- one
  and more
  * deeper
2. second
> said
> by somebody
---
| a | **b** |
|---|:--:|
| c |
```
# code
```
after
"""


def test_each_kind_of_block() -> None:
    assert blocks(TEXT) == (
        Block(Kind.HEADING, "Title", level=1),
        Block(Kind.TEXT, "A line that goes on."),
        Block(Kind.ITEM, "one and more", mark="•"),
        Block(Kind.ITEM, "deeper", level=1, mark="•"),
        Block(Kind.ITEM, "second", mark="2."),
        Block(Kind.QUOTE, "said by somebody"),
        Block(Kind.RULE),
        Block(Kind.TABLE, rows=(("a", "**b**"), ("c",))),
        Block(Kind.CODE, "# code"),
        Block(Kind.TEXT, "after"),
    )
    assert [words_of(one) for one in blocks(TEXT)][-3:] == ["a b c", "# code", "after"]


def test_code_that_does_not_end_is_code() -> None:
    assert blocks("a\n```\nb") == (Block(Kind.TEXT, "a"), Block(Kind.CODE, "b"))


def test_bold_and_code_in_a_line() -> None:
    assert spans("a **b c** `d*e*` __f__ ==g== *h* i") == (
        Span("a "), Span("b c", "bold"), Span(" "), Span("d*e*", "code"), Span(" "),
        Span("f", "bold"), Span(" "), Span("g", "bold"), Span(" "), Span("h", "bold"), Span(" i"),
    )  # fmt: skip


def test_what_is_no_mark_stays() -> None:
    for text in ("2 * 3 * 4", "a_b_c", "**", "`", "snake__case", "[x](http://y.example)",
                 "[red]x[/]", "<b>"):  # fmt: skip
        assert plain(text) == text


@given(st.text(alphabet="#-*|`> \n1.a_=", max_size=60))
def test_nothing_is_lost_but_marks(text: str) -> None:
    said = "".join(one.text + "".join("".join(row) for row in one.rows) for one in blocks(text))
    assert said.count("a") == text.count("a") or "```" in text
    assert all(one.text for block in blocks(text) for one in spans(block.text))
