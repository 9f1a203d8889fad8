"""A warning before personal data is sent: seen, never a wall, and nothing is lost on the way."""

import pytest
from django.test import Client

from casework.models import CaseFile
from organizations.models import Congress
from participation.submissions.models import Submission, Supplement
from tests.factories.participation import Staff, make_submission
from tests.participation.citizen import STATUS, filled, hidden, jpeg, let_in, page, send

SHARED = "我叫张示例，电话13800001234，住幸福小区3栋。路灯坏了。"


def mark_of(response) -> str:
    """What "send all the same" carries."""
    return hidden(response, "seen_numbers")


def test_over_shared_data_is_listed_masked_with_both_ways_on(client: Client, town: Congress) -> None:
    """``domain.md`` §10.4, fixture 16."""
    shown = page(send(client, filled(SHARED)))
    warning = shown[shown.index("还没有提交") : shown.index("仍然提交</button>")]
    for words in ("张某某", "138****1234", "住址", "返回修改"):
        assert words in warning
    for secret in ("张示例", "13800001234", "3栋"):
        assert secret not in warning
    assert "请改正下面的内容" not in shown
    assert not Submission.objects.exists()


def test_the_text_and_the_photos_wait_while_the_sender_decides(client: Client, town: Congress) -> None:
    fields = filled(SHARED, place="东河村", photos=jpeg())
    warned = send(client, fields)
    assert SHARED in page(warned)
    again = filled(SHARED, place="东河村", ticket=fields["ticket"], pending=hidden(warned, "pending"))
    assert send(client, again | {"seen_numbers": mark_of(warned)}).status_code == 303
    sent = Submission.objects.get()
    assert sent.text == SHARED
    assert CaseFile.objects.filter(case=sent.case).count() == 1


def test_what_was_corrected_goes_without_another_word(client: Client, town: Congress) -> None:
    fields = filled(SHARED)
    send(client, fields)
    assert send(client, fields | {"text": "路灯坏了。"}).status_code == 303


def test_the_ordinary_button_does_not_confirm_and_a_new_number_is_shown_again(
    client: Client, town: Congress
) -> None:
    fields = filled(SHARED)
    mark = mark_of(send(client, fields))
    assert send(client, fields).status_code == 200
    other = fields | {"text": SHARED + "另一个13900005678", "seen_numbers": mark}
    assert "139****5678" in page(send(client, other))
    assert not Submission.objects.exists()


def test_a_choice_once_made_stands_while_something_else_is_put_right(client: Client, town: Congress) -> None:
    fields = filled(SHARED)
    mark = mark_of(send(client, fields))
    wrong = send(client, fields | {"seen_numbers": mark, "place": "x" * 81})
    assert "还没有提交：" not in page(wrong)
    assert mark_of(wrong) == mark


@pytest.mark.parametrize(
    "text",
    [
        "请拨打12345热线问第十八条（四）",
        "青政发〔2026〕15号2026年8月12日拨款12345678.00元",
        "村东头幸福小区3栋楼下的灯坏了",
        "东河村三组水塔旁的路",
    ],
)
def test_documents_dates_amounts_hotlines_and_places_of_matters_pass(
    client: Client, town: Congress, text: str
) -> None:
    assert send(client, filled(text)).status_code == 303


def test_a_supplement_and_a_comment_are_looked_through_as_well(client: Client, town: Congress) -> None:
    submission = make_submission(town, token="own")
    let_in(client, "own", submission.case.number)
    note = client.post(f"{STATUS}note/", {"text": "我的电话13800001234"})
    assert "138****1234" in page(note)
    assert not Supplement.objects.exists()
    Staff(town).replied(submission)
    rating = client.post(f"{STATUS}rate/", {"rating": "satisfied", "comment": "我的电话13800001234"})
    assert "138****1234" in page(rating)
    sure = {"rating": "satisfied", "comment": "我的电话13800001234", "seen_numbers": mark_of(rating)}
    assert client.post(f"{STATUS}rate/", sure).status_code == 303
    submission.refresh_from_db()
    assert (submission.rating, submission.rating_comment) == ("satisfied", "我的电话13800001234")
