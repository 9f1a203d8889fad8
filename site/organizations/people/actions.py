"""Opening, locking and unlocking accounts, and setting a first password."""

import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from organizations import recording
from organizations.actions import grant_role, revoke_role
from organizations.models import Congress, Office
from organizations.people.queries import MANAGE, is_wholly_within
from organizations.scope import congress_ids

# Without letters and digits that are mistaken for each other when written down.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PASSWORD_LENGTH = 16


def new_password() -> str:
    """Return a long random password in groups of four, to be read out or written down once."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _place in range(PASSWORD_LENGTH))
        if any(c.isdigit() for c in letters) and any(c.islower() for c in letters):
            return "-".join(letters[i : i + 4] for i in range(0, PASSWORD_LENGTH, 4))


@transaction.atomic
def open_account(
    *, username: str, display_name: str, congress: Congress, role: str, office: Office | None, by: User
) -> tuple[User, str]:
    """Create an account with its first role; return it and its password, which is kept nowhere."""
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": _("这个登录名已经有人使用，请换一个。")})
    password = new_password()
    account = User.objects.create_user(username=username, password=password, display_name=display_name)
    recording.tell(verb="open", instance=account, congress=congress, by=by)
    grant(account=account, congress=congress, role=role, office=office, by=by)
    return account, password


@transaction.atomic
def grant(*, account: User, congress: Congress, role: str, office: Office | None, by: User) -> Membership:
    """Grant a role by the rules of :func:`organizations.actions.grant_role`, and tell the ledger."""
    membership = grant_role(user=account, congress=congress, role=role, office=office, by=by)
    data = {"role": role, "user": account.pk}
    recording.tell(verb="grant", instance=membership, congress=congress, by=by, data=data)
    return membership


@transaction.atomic
def revoke(*, membership: Membership, by: User) -> None:
    """End a role, and tell the ledger."""
    if membership.user_id == by.pk:
        raise PermissionDenied(_("不能收回自己的角色，请由另一位系统管理员办理。"))
    revoke_role(membership=membership, by=by)
    data = {"role": membership.role, "user": membership.user_id}
    recording.tell(verb="revoke", instance=membership, congress=membership.congress, by=by, data=data)


@transaction.atomic
def set_active(*, account: User, active: bool, by: User) -> None:
    """Lock an account, or unlock it. Its roles and its past steps stay."""
    _refuse_outside(account, by)
    account.is_active = active
    account.save(update_fields=["is_active"])
    recording.tell(verb="unlock" if active else "lock", instance=account, congress=_home(account), by=by)


@transaction.atomic
def reset_password(*, account: User, by: User) -> str:
    """Give the account a new password, which signs it out everywhere; return it to be shown once."""
    _refuse_outside(account, by)
    password = new_password()
    account.set_password(password)
    account.save(update_fields=["password"])
    recording.tell(verb="reset_password", instance=account, congress=_home(account), by=by)
    return password


def _refuse_outside(account: User, by: User) -> None:
    if (
        not is_wholly_within(account, by)
        or not account.memberships.filter(congress__in=_managed(by)).exists()
    ):
        raise PermissionDenied(
            _("该账号是您本人，或在您的管理范围之外还有角色，请由上级人大的系统管理员办理。")
        )


def _managed(by: User) -> list[int]:
    return congress_ids(by, MANAGE)


def _home(account: User) -> Congress | None:
    membership = account.memberships.select_related("congress").order_by("-is_active", "pk").first()
    return membership.congress if membership else None
