"""A document's address can be guessed; what no published page shows stays in its office."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.roles import Role
from home.notices.models import NoticeAttachment
from library.models import CustomDocument
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.pages import make_notice

pytestmark = pytest.mark.django_db


def make_document() -> CustomDocument:
    file = ContentFile(b"text", "report.txt")
    return CustomDocument.objects.create(title="报告", file=file, collection=make_town().collection)


def status(document: CustomDocument, user=None) -> int:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(f"/documents/{document.pk}/{document.filename}").status_code


def test_before_a_page_shows_it_only_its_own_office_opens_it() -> None:
    document = make_document()
    assert status(document) == 404
    assert status(document, make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))) == 404
    assert status(document, make_member(Role.CLERK, make_town())) == 200


@pytest.mark.parametrize(("live", "expected"), [(True, 200), (False, 404)])
def test_everybody_opens_it_once_a_published_notice_shows_it(live: bool, expected: int) -> None:
    document = make_document()
    notice = make_notice(make_town(), live=live)
    notice.attachments = [NoticeAttachment(document=document)]
    notice.save()
    assert status(document) == expected
