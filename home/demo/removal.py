"""Takes the demo county away again, whole, and nothing else.

The demo is known by its division code, which no real place has, and by the mail addresses of its accounts.
What visitors and testers added inside it (opinions, pages, pictures) is part of the demo and goes with it.
But a congress without the demo's code in the demo county, or an account that somebody else was given there,
is somebody's real work: then nothing is removed, and the command says what it found.
"""

from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from wagtail.models import Collection, ModelLogEntry, Page, PageLogEntry, Site, Task, Workflow

from accounts.models import Membership, User
from audit.actions import remove_demo
from audit.models import Entry
from casework.models import Case, CaseSerial
from home.demo.county import DEMO_CODE
from home.demo.pages import ORGANIZER
from home.demo.people import DEMO_MAIL
from home.models import FooterSettings, HomePage
from home.notices.models import NoticePage
from liaison.deputies.models import Deputy
from library.models import CustomDocument, CustomImage, PrivateFile
from notifications.models import Message
from organizations.models import Area, Congress, Office, SignOffTask
from participation.consultations.models import ConsultationPage
from participation.questionnaires.models import QuestionnairePage


def real_work_inside() -> list[str]:
    """Return what stands in the demo county and is not of the demo."""
    found = [
        f"人大：{congress.name}（区划代码不是演示代码）"
        for congress in Congress.objects.exclude(code__startswith=DEMO_CODE)
    ]
    strangers = Membership.objects.exclude(user__email__endswith=DEMO_MAIL).select_related("user", "congress")
    return found + [f"账号：{m.user.username}（{m.congress.name} {m.get_role_display()}）" for m in strangers]


@transaction.atomic
def remove(county: Congress) -> int:
    """Remove the demo county and return how many opinions went with it. Refuses when real work is inside."""
    found = real_work_inside()
    if found:
        raise CommandError("演示县里有不属于演示的内容，没有移除任何东西：\n  " + "\n  ".join(found))
    tenants = county.get_descendants() | Congress.objects.filter(pk=county.pk)
    users = User.objects.filter(email__endswith=DEMO_MAIL)
    opinions = remove_cases(tenants)
    remove_demo(Entry.objects.filter(Q(congress__in=tenants) | Q(actor__in=users)))
    uproot(Deputy, set(Deputy.objects.filter(congress__in=tenants).values_list("pk", flat=True)))
    remove_pages(users)
    remove_tenants(county, tenants)
    users.delete()
    return opinions


def remove_cases(tenants: QuerySet[Congress]) -> int:
    """Remove opinions with all that was done about them, and the citizens' files from the disk."""
    cases = Case.objects.filter(congress__in=tenants)
    serials = [int(number.rsplit("-", 1)[1]) for number in cases.values_list("number", flat=True)]
    files = list(PrivateFile.objects.filter(case_file__case__in=cases))
    uproot(Case, set(cases.values_list("pk", flat=True)))
    CaseSerial.objects.filter(pk__in=serials).delete()
    PrivateFile.objects.filter(pk__in=[private.pk for private in files]).delete()
    for private in files:
        transaction.on_commit(partial(private.file.storage.delete, str(private.file.name)))
    return len(serials)


def uproot(model: type[Model], keys: set[Any], *, with_rows: bool = True) -> None:
    """Remove rows and, before them, whatever points at them, in every room of the house.

    A new table that hangs on a case or a congress needs no line here. Only for a demo: in real work
    nothing is ever removed this way.
    """
    for relation in model._meta.related_objects:
        other, name = relation.related_model, relation.field.name
        if not keys or isinstance(other, str) or relation.many_to_many:
            continue
        pointing = other._base_manager.filter(**{f"{name}__in": keys})
        if other is model:
            pointing.update(**{name: None})
            continue
        uproot(other, set(pointing.values_list("pk", flat=True)))
    if with_rows and keys:
        QuerySet(model).filter(pk__in=keys).delete()


def remove_pages(users: QuerySet[User]) -> None:
    """Put an empty page in the place of the site and remove the site's pages with their history."""
    home = HomePage.objects.get()
    for kind in (QuestionnairePage, ConsultationPage):
        uproot(kind, set(kind.objects.values_list("pk", flat=True)), with_rows=False)
    Congress.objects.update(section_page=None)
    NoticePage.objects.update(about=None)
    empty = Page.get_first_root_node().add_child(instance=Page(title="首页", slug="home"))
    Site.objects.filter(root_page=home).update(root_page=empty, site_name="")
    FooterSettings.objects.filter(organizer=ORGANIZER).delete()
    home.delete()
    PageLogEntry.objects.all().delete()  # without the demo, this site has had no page but an empty one
    ModelLogEntry.objects.filter(user__in=users).delete()
    Site.clear_site_root_paths_cache()


def remove_tenants(county: Congress, tenants: QuerySet[Congress]) -> None:
    """Remove the tenants with their files, offices, villages and groups, and the rule of sign-off."""
    folders = list(tenants.values_list("collection", flat=True))
    Congress.objects.update(collection=None)
    for model in (CustomImage, CustomDocument):
        for thing in model.objects.filter(collection__in=folders):
            thing.delete()
    for folder in Collection.objects.filter(pk__in=folders).order_by("depth")[:1]:
        folder.delete()
    uproot(Message, set(Message.objects.filter(congress__in=tenants).values_list("pk", flat=True)))
    Membership.objects.filter(congress__in=tenants).delete()
    Group.objects.filter(role_group__congress__in=tenants).delete()
    uproot(Congress, set(tenants.values_list("pk", flat=True)), with_rows=False)
    Office.objects.filter(congress__in=tenants).delete()
    Area.objects.filter(congress__in=tenants).delete()
    county.delete()
    tasks = list(SignOffTask.objects.values_list("pk", flat=True))
    Workflow.objects.filter(workflow_tasks__task__in=tasks).delete()
    Task.objects.filter(pk__in=tasks).delete()
