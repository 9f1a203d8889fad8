"""The tables of cases, one file for each thing they are about."""

from casework.models.assignments import Assignment, AssignmentQuerySet, AssignmentRole
from casework.models.cases import Case, CaseQuerySet, CaseSerial, Visibility
from casework.models.clocks import Clock, Extension, Suspension
from casework.models.oversight import Accused, ContactNote, ContactWay, Handover, Supervision
from casework.models.replies import AnswerClass, Promise, PromiseQuerySet, Reply
from casework.models.trail import CaseFile, Event, FileOrigin
from casework.models.worklist import CaseWords, SavedFilter

__all__ = [
    "Accused",
    "AnswerClass",
    "Assignment",
    "AssignmentQuerySet",
    "AssignmentRole",
    "Case",
    "CaseFile",
    "CaseQuerySet",
    "CaseSerial",
    "CaseWords",
    "Clock",
    "ContactNote",
    "ContactWay",
    "Event",
    "Extension",
    "FileOrigin",
    "Handover",
    "Promise",
    "PromiseQuerySet",
    "Reply",
    "SavedFilter",
    "Supervision",
    "Suspension",
    "Visibility",
]
