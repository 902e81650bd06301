"""That somebody may sign in with a key of SSH, or no longer, comes on record."""

from p2p_tui.desk.office import Office
from p2p_tui.domain.people import Staff
from p2p_tui.domain.roles import Ability, require
from p2p_tui.store import chain


def may_look_after(by: Staff | None) -> None:
    """See that somebody may say who signs in; None is the account that owns the desk's file.

    Raises:
        Refused: they may not.
    """
    if by is not None:
        require(by, Ability.LOOK_AFTER_STAFF)


def put_on_record(
    office: Office, move: str, username: str, fingerprint: str, *, by: Staff | None, account: str
) -> None:
    """Append that a person's key was authorized or revoked: whose, which, by whom.

    Raises:
        Refused: ``by`` may not look after staff.
    """
    may_look_after(by)
    act_id = office.new_id()
    given = {"username": username, "fingerprint": fingerprint}

    def put() -> None:
        chain.append(
            chain.NewEvent(
                act_id=act_id, at=office.clock(), actor=by.username if by else account,
                account=account, move=move, request_id=None, version=None,
                body={"before": {}, "after": {}, "given": given},
            )
        )  # fmt: skip

    office.once(act_id, put, lambda _: None)
