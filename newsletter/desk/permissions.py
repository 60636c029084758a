"""What the key of a SendGrid account must allow, and whether it does: found out before anybody is asked for a yes.

An undo whose cancels are refused shows it too late. It is one request, and a look ahead only: where the answer is not
clear the campaign goes on, for the key may be good, and what it may not do will be refused in plain words.
"""

from newsletter.desk.result import Talk
from newsletter.errors import Refused, TransportError
from newsletter.settings import TransportName
from newsletter.wiring import House
from subscribers.database import Database

_SENDING, _MINTING, _CANCELS = "mail.send", "mail.batch.create", "user.scheduled_sends"
#: What a campaign cannot do without, by SendGrid's name, and what for.
NEEDED = {
    _SENDING: "send mail",
    _MINTING: "make ids by which mail can be called back",
    f"{_CANCELS}.create": "call mail back",
    f"{_CANCELS}.read": "see what is called back",
    f"{_CANCELS}.update": "call mail back once more",
    f"{_CANCELS}.delete": "give back what calling back occupied",
}
#: Without it a campaign can be sent, and what is in doubt is a person's to settle.
_LOG = "messages.read"
#: Who is told none of these is told nothing.
_KNOWN = frozenset({*NEEDED, _LOG, "suppression.read"})
REMEDY = (
    "In SendGrid: Settings, API Keys, edit the key: allow Mail Send and Scheduled Sends; or make a key with full "
    "access and store it with: newsletter secret set sendgrid"
)


def lacking(scopes: frozenset[str], *, recalls: bool = True) -> str:
    """What the key may not do that a campaign needs, in words; "" where it may do all."""
    missing = [name for name in (NEEDED if recalls else [_SENDING]) if name not in scopes]
    words = {name: NEEDED[name] for name in missing}
    if words.keys() >= {name for name in NEEDED if name != _SENDING}:  # Nothing of it: said in one breath.
        words = {_SENDING: NEEDED[_SENDING]} if _SENDING in words else {}
        words[f"{_MINTING}, {_CANCELS}"] = "call mail back"
    return "; ".join(f"{what} ({name})" for name, what in words.items())


def refuse_weak_key(
    house: House, database: Database, transport: TransportName, talk: Talk, *, recalls: bool
) -> None:
    """Raises Refused where the key says that it may not do what a campaign needs.

    `recalls`: whether the campaign is one that can be called back; what leaves at once needs less.
    """
    with house.provider(transport, database) as provider:
        if provider is None or provider.scopes is None:
            return
        try:
            scopes = provider.scopes()
        except TransportError:  # What stands in the way of everything, the next request tells.
            scopes = frozenset()
    if scopes.isdisjoint(_KNOWN):  # They may be called otherwise by now.
        if recalls:
            talk.say(_UNCLEAR)
    elif missing := lacking(scopes, recalls=recalls):
        raise Refused(
            f"The SendGrid key lacks permissions that this campaign needs, to {missing}. Nothing was sent.",
            remedy=f"{REMEDY}. Section 4 of docs/sendgrid.md names all that it needs.",
            code="key-may-not",
        )
    elif _LOG not in scopes:
        talk.say(_NO_LOG)


_UNCLEAR = (
    "SendGrid did not say what this key may do. If it may not cancel, only an undo will show it; look yourself with: "
    "newsletter doctor"
)
_NO_LOG = (
    "This key may not read SendGrid's log (Email Activity): should an answer of SendGrid's be lost, you will have to "
    "look yourself who has the mail."
)
