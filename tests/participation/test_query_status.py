"""Coming back with number and query code: who is let in, what is told, and what can be done."""

from dataclasses import asdict
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from casework.models import FileOrigin
from library.models import PrivateFile
from library.photos import process_photo
from organizations.models import Congress
from participation.submissions import actions
from participation.submissions.models import Category, Rating
from participation.submissions.projection import public_status
from tests.factories.organizations import PHONE
from tests.factories.participation import (
    REPLY,
    TEXT,
    Staff,
    draft_reply,
    make_published_copy,
)
from tests.participation.citizen import STATUS, again, jpeg, mine, opened, page


def test_a_new_opinion_shows_its_text_and_when_an_answer_is_due(client: Client, town: Congress) -> None:
    shown = opened(client, mine(town))
    assert TEXT in shown
    assert "已收到，等待登记" in shown
    assert "告诉您是否受理" in shown
    assert "《信访工作条例》第二十三条" in shown


def test_an_overdue_matter_says_so_with_a_number_to_call(client: Client, town: Congress) -> None:
    submission = mine(town)
    case = Staff(town).assigned(submission)
    case.due_on = timezone.localdate() - timedelta(days=4)
    case.save()
    shown = opened(client, submission)
    assert "已经超过答复期限 4 天" in shown
    assert PHONE in shown


def test_inner_notes_drafts_and_names_are_never_told(client: Client, town: Congress) -> None:
    submission = mine(town, name="秘密姓名", contact="0000-9999999")
    staff = Staff(town)
    staff.drafted(submission, "草稿还没有签发")
    actions.revise_reply(case=submission.case, by=staff.chair, reason="内部：重写")
    actions.add_assisting(
        case=submission.case,
        by=staff.clerk,
        handler=actions.assigning.Handler(office=staff.office),
        instruction="内部：协助",
    )
    shown = opened(client, submission)
    told = str(asdict(public_status(again(submission))))
    for secret in ("秘密姓名", "9999999", "草稿还没有签发", "内部", str(staff.clerk), str(staff.chair)):
        assert secret not in shown
        assert secret not in told
    assert "退改" not in shown


def test_a_signed_answer_is_shown_and_can_be_rated(client: Client, town: Congress) -> None:
    submission = mine(town)
    Staff(town).replied(submission)
    shown = opened(client, submission)
    assert REPLY in shown
    assert "选“不满意”，这件意见会重新办理一次" in shown
    assert "/opinions/status/note/" not in shown
    response = client.post(f"{STATUS}rate/", {"rating": "satisfied", "comment": "谢谢"})
    assert (response.status_code, response["Location"]) == (303, STATUS)
    assert "您的评价：满意" in page(client.get(STATUS))
    assert again(submission).rating_comment == "谢谢"


def test_not_satisfied_reopens_once_and_then_closes(client: Client, town: Congress) -> None:
    submission, staff = mine(town), Staff(town)
    staff.replied(submission)
    opened(client, submission)
    for _ in range(2):
        client.post(f"{STATUS}rate/", {"rating": Rating.NOT, "comment": "还是不亮"})
    assert (again(submission).case.status, again(submission).redo_count) == ("assigned", 1)
    draft_reply(case=submission.case, by=staff.clerk, text="已换新灯，请再看。")
    actions.sign_reply(case=submission.case, by=staff.chair)
    shown = page(client.get(STATUS))
    assert "重新办理后的答复" in shown
    assert "已经重新办理过一次" in shown
    client.post(f"{STATUS}rate/", {"rating": Rating.NOT})
    assert (again(submission).case.status, again(submission).rating) == ("closed", Rating.NOT)


def test_a_rating_without_a_choice_is_asked_for_and_the_comment_is_kept(
    client: Client, town: Congress
) -> None:
    submission = mine(town)
    Staff(town).replied(submission)
    opened(client, submission)
    for value in ("", "best", "<b>"):
        response = client.post(f"{STATUS}rate/", {"rating": value, "comment": "想说的话<i>"})
        assert "请选择一项" in page(response)
        assert "想说的话&lt;i&gt;</textarea>" in page(response)
    assert again(submission).rated_at is None


def test_a_note_reaches_the_case_and_a_double_click_adds_it_once(client: Client, town: Congress) -> None:
    submission = mine(town)
    opened(client, submission)
    for _ in range(3):
        assert client.post(f"{STATUS}note/", {"text": "今天又看了，<b>还是不亮"}).status_code == 303
    assert [row.text for row in submission.supplements.all()] == ["今天又看了，<b>还是不亮"]
    assert submission.case.events.filter(name="supplement").count() == 1
    assert "&lt;b&gt;还是不亮" in page(client.get(STATUS))


def test_an_answer_to_a_question_puts_the_case_on_its_way_again(client: Client, town: Congress) -> None:
    submission, staff = mine(town), Staff(town)
    staff.accepted(submission)
    actions.need_more(case=submission.case, by=staff.clerk, question="请问是哪一盏？<b>")
    assert "<p>请问是哪一盏？&lt;b&gt;</p>" in opened(client, submission)
    for _ in range(2):
        client.post(f"{STATUS}note/", {"text": "水塔旁第二盏"})
    assert again(submission).case.status == "registered"
    assert submission.supplements.count() == 1


def test_a_note_that_comes_too_late_is_given_back(client: Client, town: Congress) -> None:
    submission = mine(town)
    opened(client, submission)
    Staff(town).replied(submission)
    response = client.post(f"{STATUS}note/", {"text": "再说一句"})
    assert "再说一句</textarea>" in page(response)
    assert "情况有了变化" in page(response)


def test_a_note_that_is_too_long_stays_in_its_field(client: Client, town: Congress) -> None:
    opened(client, mine(town))
    response = client.post(f"{STATUS}note/", {"text": "字" * 2001})
    assert "超出 1 个字" in page(response)
    assert "字" * 2001 in page(response)


def test_withdrawing_asks_once_more_and_twice_does_no_harm(client: Client, town: Congress) -> None:
    submission = mine(town)
    opened(client, submission)
    assert "要撤回这件意见吗" in page(client.get(f"{STATUS}withdraw/"))
    assert again(submission).case.status == "received"
    for _ in range(2):
        assert client.post(f"{STATUS}withdraw/").status_code == 303
    assert again(submission).case.status == "withdrawn"
    assert submission.case.events.filter(name="withdraw").count() == 1
    shown = page(client.get(STATUS))
    assert "您已撤回" in shown
    assert "<textarea" not in shown


def test_taking_back_the_consent_takes_the_copy_off_the_site(client: Client, town: Congress) -> None:
    submission, staff = mine(town, consents_to_publication=True), Staff(town)
    case = staff.replied(submission)
    actions.prepare_copy(case=case, by=staff.clerk, title="路灯", text=TEXT, reply=REPLY)
    actions.publish_copy(case=case, by=staff.chair)
    assert client.get(f"/answers/{case.number}/").status_code == 200
    assert "已经公开在网站上" in opened(client, submission)
    assert "要撤回公开同意吗" in page(client.get(f"{STATUS}consent/"))
    for _ in range(2):
        assert client.post(f"{STATUS}consent/").status_code == 303
    assert client.get(f"/answers/{case.number}/").status_code == 404
    assert "这件意见不公开" in page(client.get(STATUS))


def test_a_declined_matter_says_why_and_where_to_go(client: Client, town: Congress) -> None:
    submission, staff = mine(town), Staff(town)
    case = submission.case
    actions.register(case=case, by=staff.clerk, category=Category.OTHER)
    actions.decline(case=case, by=staff.clerk, route="court", reason="正在诉讼", where_to_go="县法院立案庭")
    shown = opened(client, submission)
    assert "正在诉讼" in shown
    assert "县法院立案庭" in shown


def test_a_merged_opinion_shows_the_shared_answer_and_nothing_of_the_other(
    client: Client, town: Congress
) -> None:
    staff = Staff(town)
    other = mine(town, "other", text="另一个人的原话", name="另一个人")
    staff.assigned(other)
    submission = mine(town)
    staff.accepted(submission)
    actions.merge(case=submission.case, by=staff.clerk, into=other.case.number)
    assert "合并办理的那件意见有了答复，会显示在这里" in opened(client, submission)
    draft_reply(case=other.case, by=staff.clerk, text=REPLY)
    assert REPLY not in page(client.get(STATUS))
    actions.sign_reply(case=other.case, by=staff.chair)
    shown = page(client.get(STATUS))
    assert REPLY in shown
    for secret in ("另一个人", other.case.number):
        assert secret not in shown


def test_photos_are_served_to_their_sender_only(client: Client, town: Congress) -> None:
    submission = mine(town, photos=[process_photo(jpeg())])
    assert client.get(f"{STATUS}photo/1/").status_code == 303
    assert "/opinions/status/photo/1/" in opened(client, submission)
    photo = client.get(f"{STATUS}photo/1/")
    assert photo["Content-Type"] == "image/jpeg"
    assert photo["Cache-Control"] == "no-store, private"
    assert b"".join(photo.streaming_content)[:2] == b"\xff\xd8"
    assert client.get(f"{STATUS}photo/0/").status_code == 404
    assert client.get(f"{STATUS}photo/2/").status_code == 404
    opened(client, mine(town, "other"), "other")
    assert client.get(f"{STATUS}photo/1/").status_code == 404


def test_a_file_the_office_added_later_is_not_shown_to_the_sender(client: Client, town: Congress) -> None:
    submission = mine(town, photos=[process_photo(jpeg())])
    inner = PrivateFile.objects.create(name="内部.pdf", content_type="application/pdf", size=1, sha256="x")
    submission.case.files.create(file=inner, origin=FileOrigin.OFFICE)
    assert "photo/1/" in opened(client, submission)
    assert client.get(f"{STATUS}photo/2/").status_code == 404


def test_the_status_page_is_private(client: Client, town: Congress) -> None:
    submission = mine(town)
    opened(client, submission)
    response = client.get(STATUS)
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert submission.case.number not in response.request["PATH_INFO"]


def test_the_status_page_reads_as_often_for_many_notes_as_for_one(
    client: Client, town: Congress, django_assert_max_num_queries
) -> None:
    submission = mine(town)
    opened(client, submission)
    counts = []
    for number in range(2):
        with django_assert_max_num_queries(20) as queries:
            client.get(STATUS)
        counts.append(len(queries))
        for note in range(5):
            actions.add_supplement(submission=again(submission), text=f"补充{number}{note}")
    assert counts[0] == counts[1]


def test_a_get_changes_nothing(client: Client, town: Congress) -> None:
    submission = mine(town)
    opened(client, submission)
    for address in ("note/", "rate/"):
        assert client.get(f"{STATUS}{address}").status_code == 405
    assert make_published_copy(town).pk
    assert again(submission).case.events.count() == 1
