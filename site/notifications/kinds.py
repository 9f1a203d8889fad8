"""The kinds of message. Whoever has something to tell registers its kinds here in ``AppConfig.ready()``."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class MessageKind:
    """A kind: its name in the list, its subject, and its template.

    The template extends ``layout``, which is one layout for letters and another for short messages.
    ``hides_recipient``: to whom such a message went would itself tell something, so the list does not show it.
    """

    name: str
    label: str | Promise
    subject: str | Promise
    template: str
    hides_recipient: bool = False


by_name: dict[str, MessageKind] = {}


def register(*kinds: MessageKind) -> None:
    """Add kinds; a name that stands twice is a mistake."""
    for kind in kinds:
        if by_name.setdefault(kind.name, kind) != kind:
            raise ValueError(f"two kinds of message are called {kind.name}")


def hides_recipient(name: str) -> bool:
    """Return whether the list keeps to itself to whom messages of this kind went."""
    return name in by_name and by_name[name].hides_recipient


def label_of(name: str) -> str:
    """Return how a kind is called on screen; a kind that is gone keeps its bare name."""
    return str(by_name[name].label) if name in by_name else name
