"""附件: put to a case by those who work on it, opened by those who may see it, and by the sender when shared."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from casework.models import CaseFile
from library.models import FileState, PrivateFile
from participation.submissions import actions
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.participation import REPLY, Staff, draft_reply, make_submission, shown_code

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def staff() -> Staff:
    return Staff(make_town())


@pytest.fixture
def case(staff: Staff):
    return staff.assigned(make_submission(staff.congress, token="t1"))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def attach(staff: Staff, case, body: bytes = PDF, name: str = "批复.pdf", **data):
    upload = SimpleUploadedFile(name, body, "application/octet-stream")
    address = reverse("casework:step", args=[case.number, "attach_file"])
    return signed_in(staff.clerk).post(address, {"upload": upload, **data})


def test_an_attachment_opens_for_those_who_see_the_case_and_nobody_else(staff: Staff, case) -> None:
    assert attach(staff, case).status_code == 302
    link = CaseFile.objects.get(case=case)
    assert (link.origin, link.added_by) == ("office", staff.clerk)
    address = reverse("casework:file", args=[case.number, link.file_id])
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    answer = signed_in(handler).get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    stranger = make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))
    assert signed_in(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302, "without a session the link is worth nothing"


@pytest.mark.parametrize("state", [FileState.WAITING, FileState.REFUSED])
def test_what_is_not_checked_opens_for_nobody(staff: Staff, case, state: str) -> None:
    attach(staff, case, for_sender="on")
    PrivateFile.objects.update(state=state)
    link = CaseFile.objects.get(case=case)
    clerk = signed_in(staff.clerk)
    assert clerk.get(reverse("casework:file", args=[case.number, link.file_id])).status_code == 404
    page = clerk.get(reverse("casework:case", args=[case.number])).content.decode()
    assert str(FileState(state).label) in page


def test_a_refused_file_says_why_beside_the_field_and_leaves_nothing(staff: Staff, case) -> None:
    answer = attach(staff, case, body=b"MZ program", name="批复.pdf")
    assert answer.status_code == 422
    assert "只接收 PDF" in answer.content.decode()
    assert not PrivateFile.objects.exists()


def test_the_sender_opens_what_is_shared_with_the_code_and_not_the_rest(staff: Staff, case) -> None:
    attach(staff, case, name="内部.pdf")
    attach(staff, case, name="说明.pdf", for_sender="on")
    draft_reply(case=case, by=staff.clerk, text=REPLY)
    actions.sign_reply(case=case, by=staff.chair)
    citizen = Client()
    first = reverse("participation:opinion_file", args=[1])
    assert citizen.get(first).status_code != 200
    citizen.post(reverse("participation:opinion_query"), {"number": case.number, "code": shown_code("t1")})
    page = citizen.get(reverse("participation:opinion_status")).content.decode()
    assert "说明.pdf" in page
    assert "内部.pdf" not in page
    assert b"".join(citizen.get(first).streaming_content) == PDF
    assert citizen.get(reverse("participation:opinion_file", args=[2])).status_code == 404


def test_what_the_office_put_there_by_mistake_can_be_removed_and_what_the_sender_sent_cannot(
    staff: Staff, case
) -> None:
    attach(staff, case)
    link = CaseFile.objects.get(case=case)
    actions.remove_file(case=case, by=staff.clerk, link=link, reason="放错了")
    address = reverse("casework:file", args=[case.number, link.file_id])
    assert signed_in(staff.clerk).get(address).status_code == 404
    step = reverse("casework:step", args=[case.number, "remove_file"])
    assert signed_in(staff.clerk).get(step).status_code == 302, "nothing is left to remove"
