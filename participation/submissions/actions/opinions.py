"""What passes between a form and the storing of an opinion."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from liaison.deputies.models import Deputy
from liaison.stations.models import Reception, StationPage
from library.photos import ProcessedPhoto
from organizations.models import Congress
from participation.consultations.models import Article, ConsultationPage
from participation.submissions.models import Channel

CONSENT_VERSION = "2026-11"


class ConsultationClosedError(Exception):
    """The consultation takes no opinions at this moment; the message says why."""


@dataclass(frozen=True)
class Target:
    """What an opinion is addressed to; exactly the fields that apply are set.

    ``article``: the one article that was chosen on a draft; ``articles``: several. ``asks_questions``: the sender
    came to answer the key questions.
    """

    congress: Congress
    station: StationPage | None = None
    deputy: Deputy | None = None
    consultation: ConsultationPage | None = None
    article: Article | None = None
    articles: tuple[Article, ...] = ()
    asks_questions: bool = False

    @property
    def chosen(self) -> tuple[Article, ...]:
        """Return the articles chosen on the draft, in its order."""
        return self.articles or ((self.article,) if self.article is not None else ())


@dataclass(frozen=True)
class Part:
    """What is said on one article, on the whole draft (no article), or to one of its key questions."""

    text: str
    article: Article | None = None
    question: str = ""


@dataclass(frozen=True)
class Opinion:
    """A cleaned form."""

    target: Target
    text: str
    age_statement: str
    channel: str = Channel.WEB
    category: str = ""
    place: str = ""
    name: str = ""
    contact: str = ""
    notify_by: str = ""
    consents_to_publication: bool = False
    photos: Sequence[ProcessedPhoto] = field(default_factory=tuple)
    parts: Sequence[Part] = field(default_factory=tuple)
    opened_at: datetime | None = None
    from_deputy: bool = False

    @property
    def said(self) -> Sequence[Part]:
        """Return the parts of an opinion on a draft: those given, or the whole text on what it was addressed to."""
        if self.target.consultation is None:
            return ()
        return self.parts or (Part(self.text, article=self.target.article),)


@dataclass(frozen=True)
class AtTheOffice:
    """What is added when a person of the office types in what somebody said or wrote."""

    by: User
    received_at: datetime
    reception: Reception | None = None
    language_note: str = ""
    told_notice: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the sender takes along."""

    number: str
    code: str
    received_at: datetime
