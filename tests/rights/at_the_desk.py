"""What is tried at the desk for each ability: verbs of ``Desk``, with one's own and another's."""

import io
from collections.abc import Callable
from datetime import date, timedelta

from p2p_tui.desk import Desk
from p2p_tui.desk.exporting import Found
from p2p_tui.domain.auditing import Of, Subject
from p2p_tui.domain.finding import Find, among
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.roles import Ability
from p2p_tui.domain.safety import Safety
from p2p_tui.domain.tables import open_table
from p2p_tui.domain.views import View
from tests.house import ACCOUNT, KIM
from tests.rights.scene import Scene

Attempt = Callable[[Scene, Desk, bool], bool]
"""Try something with one's own (True) or another's; say whether it was done, or shown."""

LONG_AGO = date(2001, 1, 1)


def place(scene: Scene, desk: Desk, own: bool) -> bool:
    return bool(desk.place(KIM).ref)


def complete(scene: Scene, desk: Desk, own: bool) -> bool:
    one = scene.waiting()
    return bool(
        desk.make("complete", one.ref, one.version, changes={"practice": "Lakeside"}).practice
    )


def acknowledge(scene: Scene, desk: Desk, own: bool) -> bool:
    one = scene.waiting()
    reason = {"reason": "it is my turn"}
    return desk.make("acknowledge", one.ref, one.version, reason).holder == desk.username


def hand_over(scene: Scene, desk: Desk, own: bool) -> bool:
    one = scene.held(desk.username if own else "maya")
    return desk.make("hand_over", one.ref, one.version, {"to": "ben"}).holder == "ben"


def take_over(scene: Scene, desk: Desk, own: bool) -> bool:
    # For somebody: a pharmacist does it for themselves alone.
    one = scene.held("maya")
    to = desk.username if own else "ben"
    given = {"reason": "maya has left", "to": to}
    return desk.make("take_over", one.ref, one.version, given).holder == to


def open_ones(scene: Scene, desk: Desk, own: bool) -> bool:
    return scene.open in {one.ref for one in desk.snapshot().requests}


def opened(scene: Scene, desk: Desk, own: bool) -> bool:
    desk.look(scene.open)
    desk.found(scene.open, "ozempic")
    desk.copied(scene.open)
    desk.copied_many([scene.open], "a list")
    desk.to_copy(scene.open)
    told = [desk.tell(one) for one in desk.history(scene.open)]
    return bool(told) and desk.request(scene.open).ref == scene.open


def while_typing(scene: Scene, desk: Desk, own: bool) -> bool:
    desk.same_pa(KIM.pa_number)
    desk.denied_pa(KIM.pa_number)
    return bool(desk.known_callers(KIM.phone)) and bool(desk.completions().drugs)


def drafts(scene: Scene, desk: Desk, own: bool) -> bool:
    kept = desk.keep_draft(f"draft of {desk.username}", "a form", {"words": "mine"})
    found = kept in desk.drafts()
    desk.drop_draft(kept.id)
    return found and kept not in desk.drafts()


def counted(scene: Scene, desk: Desk, own: bool) -> bool:
    return desk.report(desk.today(), desk.today()).placed > 0 and bool(desk.board().waiting_in)


def closed_ones(scene: Scene, desk: Desk, own: bool) -> bool:
    wanted = scene.closed[scene.whose(desk.username, own=own), "recent"].ref
    return wanted in {one.ref for one in desk.tracker()}


def closed_on_the_last_page(scene: Scene, desk: Desk, own: bool) -> bool:
    wanted = scene.closed[scene.whose(desk.username, own=own), "recent"].ref
    return wanted in {one.ref for one in desk.tracker(oldest=True)}


def awaited(scene: Scene, desk: Desk, own: bool) -> bool:
    # A technician's own are awaited no differently: none of Tina's or Lou's is.
    if own:
        return closed_ones(scene, desk, own)
    return scene.awaited in {one.ref for one in desk.snapshot().requests}


def _found(scene: Scene, desk: Desk, own: bool, how: str) -> bool:
    one = scene.closed[scene.whose(desk.username, own=own), "old"]
    number = number_of(one.ref)
    assert number is not None
    finds: dict[str, Find | str] = {
        "words": one.drug_name,
        "drug": f"drug:{one.drug_name}",
        "among": among([number]),
        "held": f"pharmacist:{one.holder} determination:discussion",
        "placed": f"technician:{one.placed_by}",
        "phone": KIM.phone,
        "dates": "from:11/1",
    }
    return one.ref in {other.ref for other in desk.tracker(finds[how])}


def search(how: str) -> Attempt:
    def tried(scene: Scene, desk: Desk, own: bool) -> bool:
        return _found(scene, desk, own, how)

    tried.__name__ = f"search by {how}"
    return tried


def left_behind(scene: Scene, desk: Desk, own: bool) -> bool:
    scene.left_behind()
    return bool(desk.begun().left_behind)


def take_up(scene: Scene, desk: Desk, own: bool) -> bool:
    return desk.take_up(scene.left_behind()).owner == desk.username


def names(scene: Scene, desk: Desk, own: bool) -> bool:
    told = desk.report(desk.today(), desk.today()).without_p2p_by
    return scene.whose(desk.username, own=own) in {one.what for one in told}


def names_on_the_board(scene: Scene, desk: Desk, own: bool) -> bool:
    told = desk.board().today.without_p2p_by
    return scene.whose(desk.username, own=own) in {one.what for one in told}


def export(scene: Scene, desk: Desk, own: bool) -> bool:
    taken: list[str] = []

    def write(found: Found) -> str:
        taken.extend(one.ref for one in found.requests)
        return "digest"

    desk.export("csv", write)
    return scene.closed[scene.whose(desk.username, own=own), "old"].ref in taken


def import_tracker(scene: Scene, desk: Desk, own: bool) -> bool:
    lines = io.StringIO("date,pharmacist,outcome\n2020-01-02,Ana Ruiz,approved\n")
    done = desk.import_tracker(lambda kind: open_table(lines, kind), "old.csv", dry_run=True)
    return bool(done.read)


def import_pas(scene: Scene, desk: Desk, own: bool) -> bool:
    return desk.import_pas(["PA #,Drug\n", "1,x\n"], "extract.csv").source == "extract.csv"


def saw_pa(scene: Scene, desk: Desk, own: bool) -> bool:
    scene.desk("lena").import_pas(["PA #,Drug\n", "1,x\n"], "extract.csv")
    found = desk.denied_pa("1")
    assert found is not None
    desk.saw_pa(found)
    return True


def set_hours(scene: Scene, desk: Desk, own: bool) -> bool:
    now = scene.office.read_in_common()
    hours = now.common.hours
    hours = hours.model_copy(update={"federal": not hours.federal})
    common = now.common.model_copy(update={"hours": hours})
    return desk.set_common(common, now.version).version > now.version


def set_phrases(scene: Scene, desk: Desk, own: bool) -> bool:
    now = scene.office.read_in_common()
    common = now.common.model_copy(update={"phrases": (scene.office.new_id(),)})
    return desk.set_common(common, now.version).version > now.version


def set_safety(scene: Scene, desk: Desk, own: bool) -> bool:
    now = scene.office.read_in_common()
    safety = Safety(lock_after=now.common.safety.lock_after + 1)
    common = now.common.model_copy(update={"safety": safety})
    return desk.set_common(common, now.version).version > now.version


def set_guide(scene: Scene, desk: Desk, own: bool) -> bool:
    newest = desk.guide_versions("lead")[0].number
    return desk.set_guide("lead", scene.office.new_id(), newest) in desk.guide()


def views_for_all(scene: Scene, desk: Desk, own: bool) -> bool:
    desk.keep_view(View(name="Moved", find="is:moved"), for_all=True)
    return bool(desk.views()[1])


def drop_views_for_all(scene: Scene, desk: Desk, own: bool) -> bool:
    scene.desk("lena").keep_view(View(name="Late", find="is:late"), for_all=True)
    desk.drop_view("Late", for_all=True)
    return True


def add_staff(scene: Scene, desk: Desk, own: bool) -> bool:
    one = Staff(username=scene.office.new_id(), name="New One", roles=frozenset({Role.TECHNICIAN}))
    scene.office.put_staff([one], by=desk.me, account=ACCOUNT)
    return scene.office.person(one.username) == one


def issue_passphrase(scene: Scene, desk: Desk, own: bool) -> bool:
    return bool(desk.issue_passphrase("raj"))


def hold(scene: Scene, desk: Desk, own: bool) -> bool:
    held = desk.hold(scene.waiting().ref, "Osei v. Plan")
    return held in desk.on_hold() and desk.release_hold(held.ref, "settled").legal_hold is None


def release_hold(scene: Scene, desk: Desk, own: bool) -> bool:
    held = scene.desk("lena").hold(scene.waiting().ref, "Osei v. Plan")
    return desk.release_hold(held.ref, "settled").legal_hold is None


def on_hold(scene: Scene, desk: Desk, own: bool) -> bool:
    scene.desk("lena").hold(scene.waiting().ref, "Osei v. Plan")
    return bool(desk.on_hold())


def due_for_disposal(scene: Scene, desk: Desk, own: bool) -> bool:
    return desk.due_for_disposal(LONG_AGO).requests == 0


def purge(scene: Scene, desk: Desk, own: bool) -> bool:
    return desk.purge(LONG_AGO).requests == 0


def wipe(scene: Scene, desk: Desk, own: bool) -> bool:
    return isinstance(desk.wipe(), bool)


def lend(scene: Scene, desk: Desk, own: bool) -> bool:
    one = desk.lend("raj", Role.PHARMACIST, timedelta(minutes=5), "both are ill")
    scene.desk("lena").end_lending(one.id)
    return True


def end_lending(scene: Scene, desk: Desk, own: bool) -> bool:
    one = scene.desk("lena").lend("raj", Role.ADMIN, timedelta(minutes=1), "a new key")
    try:
        return desk.end_lending(one.id).ended_at is not None
    finally:
        scene.clock.on(minutes=2)


def lendings(scene: Scene, desk: Desk, own: bool) -> bool:
    lend(scene, scene.desk("lena"), own)
    return bool(desk.lendings())


def to_review(scene: Scene, desk: Desk, own: bool) -> bool:
    lend(scene, scene.desk("lena"), own)
    return desk.lendings_to_review() > 0


def review_lending(scene: Scene, desk: Desk, own: bool) -> bool:
    one = scene.desk("lena").lend("raj", Role.PHARMACIST, timedelta(minutes=5), "both are ill")
    scene.desk("lena").end_lending(one.id)
    return desk.review_lending(one.id, "as it should be").reviewed_at is not None


def audit(scene: Scene, desk: Desk, own: bool) -> bool:
    member = Subject(of=Of.MEMBER, value=KIM.member_id)
    return bool(desk.accesses(member)) and desk.disclosures(KIM.member_id) is not None


TRIED: dict[Ability, tuple[Attempt, ...] | str] = {
    Ability.PLACE: (place, complete),
    Ability.TAKE: (acknowledge,),
    Ability.REASSIGN: (hand_over, take_over),
    Ability.SEE_OPEN: (open_ones, opened, while_typing, drafts, counted, saw_pa),
    Ability.SEE_CLOSED: (closed_ones, closed_on_the_last_page, awaited),
    Ability.TAKE_DRAFT: (left_behind, take_up),
    Ability.SEARCH_TRACKER: tuple(
        map(search, ("words", "drug", "among", "held", "placed", "phone", "dates"))
    ),
    Ability.REPORT_NAMES: (names, names_on_the_board),
    Ability.EXPORT: (export,),
    Ability.IMPORT_TRACKER: (import_tracker,),
    Ability.IMPORT_PAS: (import_pas,),
    Ability.LOOK_AFTER_HOURS: (set_hours,),
    Ability.LOOK_AFTER_DESK: (
        set_phrases,
        set_safety,
        views_for_all,
        drop_views_for_all,
        set_guide,
    ),
    Ability.LOOK_AFTER_STAFF: (add_staff, issue_passphrase),
    Ability.RETAIN: (hold, release_hold, on_hold, due_for_disposal, purge, wipe),
    Ability.LEND: (lend, end_lending, review_lending),
    Ability.AUDIT: (lendings, to_review, audit),
    Ability.VERIFY_CHAIN: "no verb of a desk: who opens the database can walk the chain, and sees"
    " digests",
}
"""For each ability what is tried; or why there is nothing to try at the desk."""

VERBS: dict[str, Ability | str] = {
    "accesses": Ability.AUDIT,
    "account": "how its person came in",
    "at_hand": "what the session tells of its person",
    "begun": Ability.SEE_OPEN,
    "board": Ability.SEE_OPEN,
    "clock": "what time it is",
    "completions": Ability.SEE_OPEN,
    "copied": Ability.SEE_OPEN,
    "copied_many": Ability.SEE_OPEN,
    "denied_pa": Ability.SEE_OPEN,
    "disclosures": Ability.AUDIT,
    "drafts": Ability.SEE_OPEN,
    "drop_draft": Ability.SEE_OPEN,
    "drop_view": "one's own; for all it is tried with what the desk has in common",
    "due_for_disposal": Ability.RETAIN,
    "end_lending": Ability.LEND,
    "export": Ability.EXPORT,
    "found": Ability.SEE_OPEN,
    "guide": "the written procedure, no request; it fails for who is disabled",
    "guide_versions": "the same",
    "has_passphrase": "says of oneself alone whether one has one",
    "heartbeat": "says that one is there",
    "history": Ability.SEE_OPEN,
    "hold": Ability.RETAIN,
    "import_pas": Ability.IMPORT_PAS,
    "import_tracker": Ability.IMPORT_TRACKER,
    "issue_passphrase": Ability.LOOK_AFTER_STAFF,
    "keep_draft": "who loses their rights while they type loses no word; it reads nothing",
    "keep_view": "one's own; for all it is tried with what the desk has in common",
    "known_callers": Ability.SEE_OPEN,
    "lend": Ability.LEND,
    "lendings": Ability.AUDIT,
    "lendings_to_review": Ability.AUDIT,
    "lock": "puts on record that one's own session is locked",
    "look": Ability.SEE_OPEN,
    "make": Ability.SEE_OPEN,
    "me": "who one is",
    "needs_new_passphrase": "says of oneself alone who made one's passphrase",
    "office": "the rooms: its own doors ask for themselves",
    "on_hold": Ability.RETAIN,
    "place": Ability.PLACE,
    "prove": "asks for one's own passphrase",
    "purge": Ability.RETAIN,
    "read_times": "reads words, and nothing of the desk's",
    "release_hold": Ability.RETAIN,
    "report": Ability.SEE_OPEN,
    "request": Ability.SEE_OPEN,
    "review_lending": Ability.LEND,
    "same_pa": Ability.SEE_OPEN,
    "saw_pa": Ability.SEE_OPEN,
    "say_of_myself": "one's own availability, absences, extension and preferences",
    "session": "the number of the session",
    "set_common": Ability.LOOK_AFTER_HOURS,
    "set_guide": Ability.LOOK_AFTER_DESK,
    "set_passphrase": "one's own",
    "sign_out": "says that one's own session ended",
    "signed_in": "puts on record that one's own session began",
    "signed_out": "puts on record that it ended",
    "situation": "who is there, as everybody sees it; no request",
    "snapshot": Ability.SEE_OPEN,
    "take_up": Ability.TAKE_DRAFT,
    "tell": "puts an event into words that was read already",
    "to_copy": Ability.SEE_OPEN,
    "today": "what day it is",
    "tracker": Ability.SEE_CLOSED,
    "unlock": "asks for one's own passphrase",
    "username": "who one is",
    "views": "how one looks for things, no request; it fails for who is disabled",
    "wipe": Ability.RETAIN,
    "zone_of": "reads a number, and nothing of the desk's",
}
"""Every verb of a desk with the ability that it asks for, or why it asks for none."""
