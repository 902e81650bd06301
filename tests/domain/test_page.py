"""The whole story of a request on one page, in letters and as a page to be printed."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.details import Denial, DenialKind
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.page import as_html, as_text, page
from p2p_tui.domain.request import Kind, Status
from tests.documented import needed
from tests.domain.builders import DeskInMemory, details, minutes, offered, roster, standing

HOURS = DeskHours()


def documented() -> DeskInMemory:
    """A callback that was moved, tried in vain, held, documented and added to."""
    desk = DeskInMemory()
    said = details(
        denying_pharmacist="Ana Ruiz", callback_words="today 3pm",
        prior_denials=(Denial(kind=DenialKind.APPEAL, rationale="Upheld on appeal"),),
    )  # fmt: skip
    ref = desk.place("tina", said, offered(desk.now + minutes(30))).ref
    desk.make("tina", "another_time", ref, who_asked="Dr. Lee", times=offered(desk.now),
              callback_words="now-ish")  # fmt: skip
    desk.make("tina", "message", ref, words="She has the chart")
    desk.make("ben", "acknowledge", ref, reason="Ana is busy")
    desk.make("ben", "not_reached", ref, outcome="no answer", note="rang out")
    desk.make("ben", "acknowledge", ref, reason="Ana is busy")
    desk.make("ben", "reached", ref)
    desk.later(minutes(9))
    desk.make("ben", "end_call", ref)
    desk.make("ben", "document", ref, heard="A1c of 8.4", spoke_with="Dr. Lee",
              **needed("more information promised"))  # fmt: skip
    desk.make("ben", "add_to_record", ref, words="The labs came", settles=True)
    return desk


def test_the_page_has_everything_that_happened_in_the_order_in_which_it_is_asked_for() -> None:
    desk = documented()
    (ref,) = desk.requests
    found = as_text(page(desk.requests[ref], desk.stories[ref], roster(), HOURS))
    parts = [
        f"{ref}  callback, closed", "Placed by", "Tina Park", "Instead of Ana Ruiz", "Ana is busy",
        "Contact", "Kim Osei, MA", "PA", "88120417", "Denied", "No A1c within 90 days",
        "Denied, after the appeal", "Upheld on appeal", "In their words", "Another time",
        "Dr. Lee asked; Tina Park", "was Fri Nov 20", "no answer · ", "rang out", "Documented",
        "Who was on the line", "Dr. Lee", "New information heard", "A1c of 8.4", "Determination",
        "more information promised", "Promised by whom", "Documented by", "Ben Cole",
        "Added to the record", "The labs came", "settled", "Conversation", "She has the chart",
        "What happened", "Tina Park placed it", "Ben Cole documented it",
    ]  # fmt: skip
    at = 0
    for part in parts:
        assert part in found[at:], part
        at = found.index(part, at)


def test_an_open_request_says_what_is_still_to_get_and_nothing_that_is_not_so() -> None:
    request = standing(Kind.IMMEDIATE, Status.WAITING, cntt="")
    found = as_text(page(request, (), roster(), HOURS))
    assert "To get from the caller" in found
    assert "CNTT" in found
    for title in ("Documented", "Closed without", "Attempts", "Conversation", "When to call"):
        assert title not in found


class Cells(HTMLParser):
    """The texts of the cells of a page, and every tag that is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in ("th", "td"):
            self.cells.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data


OWN_TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "table", "tr", "th", "td"}


@given(st.text(max_size=60), st.sampled_from(["<script>x</script>", "&amp;", "</td><b>", "\"'"]))
def test_whatever_is_in_a_request_is_text_on_the_printed_page(text: str, markup: str) -> None:
    words = f"{markup} {text}"
    request = standing(Kind.IMMEDIATE, Status.WAITING, additional_info=words, contact_name=words)
    told = page(request, (), roster(), HOURS)
    read = Cells()
    read.feed(as_html(told))
    read.close()
    assert read.tags <= OWN_TAGS
    texts = [cell.rstrip("\n") for cell in read.cells]
    for block in told.blocks:
        for label, value in block.rows:
            assert label in texts
            assert value.rstrip("\n") in texts
