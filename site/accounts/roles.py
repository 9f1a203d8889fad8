"""Roles of the office and the permissions each gives (``domain.md`` §4).

A permission is a plain string such as ``submissions.assign_submission``. A user holds it *in a congress
and everything below it* through a membership; see ``organizations.scope``. Nobody holds all of them: the
maker of a publication is never its checker, and accounts and logs belong to different people.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member does in a congress."""

    CLERK = "clerk", _("人大干事")
    CHAIR = "chair", _("主席（街道为工委主任）")
    OFFICER = "officer", _("联络站联络员")
    HANDLER = "handler", _("承办单位经办人")
    DEPUTY = "deputy", _("人大代表")
    COUNTY_OFFICE = "county_office", _("县人大机关")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    AUDITOR = "auditor", _("安全审计员")


class Permission(StrEnum):
    """Every permission of the product that is not one of Wagtail's own page rights."""

    VIEW_ALL_CASES = "casework.view_all_cases"
    VIEW_OWN_CASES = "casework.view_own_cases"
    VIEW_PERSONAL_DATA = "casework.view_personal_data"
    REGISTER = "submissions.register_submission"
    TRIAGE = "submissions.triage_submission"
    ASSIGN = "submissions.assign_submission"
    HANDLE = "submissions.handle_submission"
    DRAFT_REPLY = "submissions.draft_reply"
    SIGN_REPLY = "submissions.sign_reply"
    PREPARE_COPY = "submissions.prepare_copy"
    PUBLISH_COPY = "submissions.publish_copy"
    CLOSE = "submissions.close_submission"
    ENTER_SUBMISSION = "submissions.enter_submission"
    SUPERVISE = "submissions.supervise_submission"
    HANDLE_ACCUSATION = "submissions.handle_accusation"
    EXPORT_CASES = "casework.export_cases"
    CODE_OPINIONS = "adoption.code_opinions"
    APPROVE_CODING = "adoption.approve_coding"
    SIGN_PAGE = "pages.sign_page"
    EDIT_PAGE = "pages.edit_page"
    EDIT_STATION = "stations.edit_station"
    EDIT_RECEPTION = "stations.edit_reception"
    EDIT_DEPUTY = "deputies.edit_deputy"
    EDIT_OFFICE = "organizations.edit_office"
    MANAGE_DEADLINES = "deadlines.manage_deadlines"
    MANAGE_ACCOUNTS = "accounts.manage_accounts"
    READ_AUDIT = "audit.read_audit"


P = Permission
PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.CLERK: frozenset(
        {
            P.VIEW_ALL_CASES,
            P.VIEW_PERSONAL_DATA,
            P.REGISTER,
            P.TRIAGE,
            P.ASSIGN,
            P.DRAFT_REPLY,
            P.PREPARE_COPY,
            P.PUBLISH_COPY,
            P.CLOSE,
            P.ENTER_SUBMISSION,
            P.EXPORT_CASES,
            P.CODE_OPINIONS,
            P.EDIT_PAGE,
            P.EDIT_STATION,
            P.EDIT_RECEPTION,
            P.EDIT_DEPUTY,
            P.EDIT_OFFICE,
        }
    ),
    Role.CHAIR: frozenset(
        {
            P.VIEW_ALL_CASES,
            P.VIEW_PERSONAL_DATA,
            P.TRIAGE,
            P.ASSIGN,
            P.SIGN_REPLY,
            P.PUBLISH_COPY,
            P.CLOSE,
            P.SUPERVISE,
            P.HANDLE_ACCUSATION,
            P.EXPORT_CASES,
            P.APPROVE_CODING,
            P.SIGN_PAGE,
            P.MANAGE_DEADLINES,
            P.EDIT_PAGE,
        }
    ),
    Role.OFFICER: frozenset(
        {
            P.VIEW_OWN_CASES,
            P.HANDLE,
            P.DRAFT_REPLY,
            P.ENTER_SUBMISSION,
            P.EDIT_STATION,
            P.EDIT_RECEPTION,
        }
    ),
    Role.HANDLER: frozenset({P.VIEW_OWN_CASES, P.HANDLE, P.DRAFT_REPLY}),
    Role.DEPUTY: frozenset({P.VIEW_OWN_CASES, P.HANDLE, P.DRAFT_REPLY}),
    Role.COUNTY_OFFICE: frozenset(
        {
            P.VIEW_ALL_CASES,
            P.SUPERVISE,
            P.HANDLE_ACCUSATION,
            P.EXPORT_CASES,
            P.MANAGE_DEADLINES,
            P.APPROVE_CODING,
            P.EDIT_PAGE,
            P.SIGN_PAGE,
            P.EDIT_OFFICE,
        }
    ),
    Role.SYSTEM_ADMIN: frozenset({P.MANAGE_ACCOUNTS}),
    Role.AUDITOR: frozenset({P.READ_AUDIT}),
}
del P

# Roles that one person may not hold together: accounts and logs are kept apart, and a reply is never
# signed by somebody whose job is to write it.
INCOMPATIBLE_ROLES: tuple[frozenset[str], ...] = (
    frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR}),
    frozenset({Role.SYSTEM_ADMIN, Role.CHAIR}),
    frozenset({Role.CLERK, Role.CHAIR}),
)


def roles_with(permission: str) -> list[str]:
    """Return the roles that give ``permission``."""
    return [role for role, permissions in PERMISSIONS.items() if permission in permissions]
