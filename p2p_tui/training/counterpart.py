"""Everybody else in a lesson: they act through the same verbs as people, when the script says."""

import csv
import io
import threading
from datetime import timedelta

from p2p_tui.desk import Desk, Office, OfficeUnusableError
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.people import Availability, Staff
from p2p_tui.domain.wording import local
from p2p_tui.training.clock import LessonClock, moment
from p2p_tui.training.lesson import Act, Lesson
from p2p_tui.training.run import Run
from p2p_tui.training.synthetic import LEAD, PASSPHRASE, STAFF

ACCOUNT = "training"
LOOK_SECONDS = 0.1
"""How often it is looked whether somebody's turn has come."""
BEAT_SECONDS = 2.0
AGAIN_SECONDS = 0.5
"""After how long somebody tries again what the desk said no to: the learner is not so far yet."""
_HEADERS = (
    "PA Number", "Member ID", "Drug Name", "Denial Reason", "Pharmacist", "Decision Date", "Plan",
    "Appeal Date", "P2P Date", "P2P Deadline",
)  # fmt: skip


def furnish(office: Office, lesson: Lesson, clock: LessonClock, run: Run) -> None:
    """Fill an empty desk with people, PAs and what happened before the lesson begins."""
    begins = moment(lesson.starts, lesson.zone)
    long_ago = max((one.ago for one in lesson.scene), default=0) + 1
    clock.set_back_to(begins - timedelta(minutes=long_ago))
    office.found(_plain(STAFF[0]), account=ACCOUNT)
    office.put_staff(map(_plain, STAFF[1:]), by=None, account=ACCOUNT)
    others = Counterpart(office, lesson, clock, run)
    for one in STAFF:
        others.desk(one.username).set_passphrase(PASSPHRASE)
    if lesson.pa:
        others.desk(LEAD).import_pas(_extract(lesson), "denied-pas.csv")
    for act in sorted(lesson.scene, key=lambda one: -one.ago):
        clock.set_back_to(begins - timedelta(minutes=act.ago))
        others.beat()
        others.do(act)
    clock.set_back_to(begins)
    others.beat()
    run.progress.scene = others.desk(LEAD).snapshot().cursor
    office.store.release()


class Counterpart:
    """The other people of a lesson, on a thread of their own while it is taken."""

    def __init__(
        self,
        office: Office,
        lesson: Lesson,
        clock: LessonClock,
        run: Run,
    ) -> None:
        self._office, self._lesson, self._clock, self._run = office, lesson, clock, run
        self._desks: dict[str, Desk] = {}
        self._gone = self._who_left()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="counterpart", daemon=True)

    def desk(self, username: str) -> Desk:
        """Somebody's desk, with a session of its own."""
        who = self._run.world.person(username)
        if who not in self._desks:
            self._desks[who] = Desk(self._office, who, account=ACCOUNT)
        return self._desks[who]

    def start(self) -> None:
        """Begin to act."""
        self._thread.start()

    def stop(self) -> None:
        """Go home."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=5)

    def beat(self) -> None:
        """Everybody has a session but who left; the learner's too, however fast the clock runs."""
        for one in STAFF:
            if one.username not in self._gone:
                self.desk(one.username).heartbeat()

    def do(self, act: Act) -> None:
        """Somebody does something."""
        desk = self.desk(act.who)
        if act.does == "place":
            assert act.details is not None
            placed = desk.place(act.details, told=True)
            if act.called:
                self._run.name(act.called, placed.ref)
        elif act.does == "reads":
            desk.look(self._run.world.names.get(act.on, ""))
        elif act.does == "says":
            until = moment(act.until, self._lesson.zone) if act.until else None
            desk.say_of_myself(act.availability, until=until)
        elif act.does == "leaves":
            self._gone.add(act.who)
            desk.sign_out()
        elif act.does == "comes":
            self._gone.discard(act.who)
            desk.heartbeat()
        else:
            ref = self._run.world.names.get(act.on, "")
            request = desk.request(ref)
            given = {name: self._run.world.person(value) for name, value in act.given.items()}
            desk.make(act.does, ref, request.version, given)

    def _work(self) -> None:
        beats = 0.0
        try:
            while not self._stopping.wait(LOOK_SECONDS):
                beats -= LOOK_SECONDS
                try:
                    if beats <= 0:
                        beats = BEAT_SECONDS / max(1.0, self._clock.speed / 4)
                        self.beat()
                    self._act_where_due()
                except (DeskError, OfficeUnusableError):
                    self._stopping.wait(AGAIN_SECONDS)
        finally:
            self._office.store.release()

    def _act_where_due(self) -> None:
        step = self._run.step
        act = self._run.next_act(step) if step is not None else None
        if step is None or act is None:
            return
        if self._clock() >= self._run.progress.entered_at + timedelta(seconds=act.after):
            self.do(act)
            self._run.acted(step)

    def _who_left(self) -> set[str]:
        """Who is not here by now, of those who left in the steps that are done."""
        gone: set[str] = set()
        done = self._lesson.step[: self._run.progress.step]
        for act in (*self._lesson.scene, *(one for step in done for one in step.acts)):
            if act.does == "leaves":
                gone.add(act.who)
            elif act.does == "comes":
                gone.discard(act.who)
        return gone


def _plain(person: Staff) -> Staff:
    """Somebody as a lesson finds them: available, unless its scene says otherwise."""
    return person.model_copy(update={"availability": Availability.AVAILABLE})


def _extract(lesson: Lesson) -> list[str]:
    """The PAs of a lesson as lines of an extract."""
    today = local(moment(lesson.starts, lesson.zone), lesson.zone).date()

    def ago(days: int | None) -> str:
        return "" if days is None else (today - timedelta(days=days)).isoformat()

    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(_HEADERS)
    for one in lesson.pa:
        rows.writerow((
            one.number, one.member, one.drug, one.denial, one.pharmacist, ago(one.days_ago),
            one.plan, ago(one.appeal_days_ago), ago(one.p2p_days_ago),
            ago(one.days_ago - one.p2p_within),
        ))  # fmt: skip
    return written.getvalue().splitlines(keepends=True)
