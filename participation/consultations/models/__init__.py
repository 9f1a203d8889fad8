"""Consultations, their drafts, versions and counts."""

from participation.consultations.models.articles import (
    ANSWERABLE,
    ARTICLE_LEVEL,
    CHAPTER_LEVEL,
    PART_LEVEL,
    SECTION_LEVEL,
    SUBPART_LEVEL,
    Article,
    ArticleKind,
)
from participation.consultations.models.counts import QUESTIONS, TOTAL, WHOLE, OpinionCount
from participation.consultations.models.imports import DraftImport
from participation.consultations.models.invitations import Invitation
from participation.consultations.models.lists import ConsultationIndexPage
from participation.consultations.models.pages import ConsultationPage
from participation.consultations.models.phases import Audience, ConsultationKind, ConsultationQuerySet, Phase
from participation.consultations.models.versions import (
    ChangeKind,
    ConsultationChange,
    DraftVersion,
    Stage,
    VersionArticle,
)

__all__ = [
    "ANSWERABLE",
    "ARTICLE_LEVEL",
    "CHAPTER_LEVEL",
    "PART_LEVEL",
    "QUESTIONS",
    "SECTION_LEVEL",
    "SUBPART_LEVEL",
    "TOTAL",
    "WHOLE",
    "Article",
    "ArticleKind",
    "Audience",
    "ChangeKind",
    "ConsultationChange",
    "ConsultationIndexPage",
    "ConsultationKind",
    "ConsultationPage",
    "ConsultationQuerySet",
    "DraftImport",
    "DraftVersion",
    "Invitation",
    "OpinionCount",
    "Phase",
    "Stage",
    "VersionArticle",
]
