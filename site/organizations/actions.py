"""Setting up tenants and granting roles."""

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, Page

from accounts.models import Membership, User
from accounts.roles import INCOMPATIBLE_ROLES, Permission, Role
from organizations.models import Congress, CongressKind, Office, RoleGroup
from organizations.provisioning import grant_page_rights, provisioning
from organizations.scope import has_permission

EDITING_ROLES = (Role.CLERK, Role.CHAIR, Role.COUNTY_OFFICE)
FILE_ROLES = (*EDITING_ROLES, Role.OFFICER)
# Wagtail keeps the rights of any image or document model under its own models' names.
FILE_MODELS = {"wagtailimages": "image", "wagtaildocs": "document"}
FILE_RIGHTS = ("add", "change", "choose")


@transaction.atomic
def create_congress(
    *,
    name: str,
    kind: str,
    slug: str,
    number_prefix: str,
    parent: Congress | None = None,
    by: User | None = None,
    **details: str,
) -> Congress:
    """Set up a tenant: its row, its section of the page tree, its file collection, role groups and rights.

    ``by`` is None on the command line of the server, where the operator acts. On a screen it must be an
    account manager of the parent. Raises ValidationError for a second county, a town without a county, or
    a name, address or prefix that is taken.
    """
    if by is not None and (parent is None or not has_permission(by, Permission.MANAGE_ACCOUNTS, parent)):
        raise PermissionDenied(_("只有上级人大的系统管理员可以开通下级人大。"))
    if (parent is None) != (kind == CongressKind.COUNTY):
        raise ValidationError(_("县级人大没有上级，乡镇和街道必须隶属于县级人大。"))
    if parent is None and Congress.objects.exists():
        raise ValidationError(_("一套系统只服务一个县，县级人大已经存在。"))
    fields = {"name": name, "kind": kind, "slug": slug, "number_prefix": number_prefix, **details}
    Congress(**fields).clean_fields(exclude=["path", "depth"])
    Congress(**fields).validate_unique(exclude=["path"])
    congress = parent.add_child(**fields) if parent is not None else Congress.add_root(**fields)
    _create_groups(congress)
    _create_collection(congress)
    _create_section(congress)
    return congress


def _create_groups(congress: Congress) -> None:
    """Create the group of each role; those who work in the admin may enter it."""
    access = DjangoPermission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for role in Role:
        group = Group.objects.create(name=f"{congress.name} · {role.label}")
        group.permissions.add(access)
        RoleGroup.objects.create(congress=congress, role=role, group=group)


def _create_collection(congress: Congress) -> None:
    """Create the folder for pictures and documents and let the editing roles use it."""
    parent = congress.get_parent()
    above = parent.collection if parent is not None else Collection.get_first_root_node()
    congress.collection = above.add_child(instance=Collection(name=congress.name))
    congress.save(update_fields=["collection"])
    groups = Group.objects.filter(role_group__congress=congress, role_group__role__in=FILE_ROLES)
    for app_label, model in FILE_MODELS.items():
        for right in FILE_RIGHTS:
            permission = DjangoPermission.objects.get(
                content_type__app_label=app_label, codename=f"{right}_{model}"
            )
            for group in groups:
                GroupCollectionPermission.objects.create(
                    group=group, collection=congress.collection, permission=permission
                )


def _create_section(congress: Congress) -> None:
    """Create the section page and its lists, and give the editing roles their rights on them."""
    if provisioning.section is None:
        raise RuntimeError("no package has registered the section page")
    section: Page = provisioning.section(congress)
    congress.section_page = Page.objects.get(pk=section.pk)
    congress.save(update_fields=["section_page"])
    for role in EDITING_ROLES:
        grant_page_rights(congress, role, section, ("add", "change"))
    for _order, builder in provisioning.lists:
        builder(congress, section)


@transaction.atomic
def grant_role(
    *, user: User, congress: Congress, role: str, office: Office | None = None, by: User | None = None
) -> Membership:
    """Let ``user`` act as ``role`` in ``congress``.

    Refuses a grant to oneself, a role that must not meet another in one pair of hands (``domain.md`` §4),
    and an office of another congress. ``by`` is None only on the server's command line.
    """
    if by is not None:
        if not has_permission(by, Permission.MANAGE_ACCOUNTS, congress):
            raise PermissionDenied(_("您不是该人大的系统管理员。"))
        if by.pk == user.pk:
            raise PermissionDenied(_("不能给自己授予角色，请由另一位系统管理员办理。"))
    if office is not None and office.congress_id != congress.pk:
        raise ValidationError(_("承办单位不属于该人大。"))
    held = set(user.memberships.filter(is_active=True).values_list("role", flat=True)) | {role}
    for pair in INCOMPATIBLE_ROLES:
        if pair <= held and role in pair:
            names = "、".join(str(Role(value).label) for value in sorted(pair))
            raise ValidationError(_("%(names)s不能由同一人担任。") % {"names": names})
    membership, _created = Membership.objects.update_or_create(
        user=user,
        congress=congress,
        role=role,
        office=office,
        defaults={"is_active": True, "granted_by": by, "ended_at": None, "ended_by": None},
    )
    _sync_groups(user)
    return membership


@transaction.atomic
def revoke_role(*, membership: Membership, by: User | None = None) -> None:
    """End a grant; the row stays, so that old steps keep their author's role."""
    if by is not None and not has_permission(by, Permission.MANAGE_ACCOUNTS, membership.congress):
        raise PermissionDenied(_("您不是该人大的系统管理员。"))
    membership.is_active = False
    membership.ended_at = timezone.now()
    membership.ended_by = by
    membership.save(update_fields=["is_active", "ended_at", "ended_by"])
    _sync_groups(membership.user)


def _sync_groups(user: User) -> None:
    """Make the user's groups follow the memberships in force."""
    active = user.memberships.filter(is_active=True).values_list("congress_id", "role")
    wanted: set[int] = set()
    for congress_id, role in active:
        wanted |= set(
            RoleGroup.objects.filter(congress_id=congress_id, role=role).values_list("group_id", flat=True)
        )
    ours = set(RoleGroup.objects.values_list("group_id", flat=True))
    others = set(user.groups.exclude(pk__in=ours).values_list("pk", flat=True))
    user.groups.set(wanted | others)
    user.__dict__.pop("active_memberships", None)
    user.__dict__.pop("_congress_ids", None)
