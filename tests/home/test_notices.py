"""Notices: numbers, corrections that both sides show, lists, and what a street may issue."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from home.notices.models import NoticeAttachment, NoticeIndexPage, NoticeKind
from library.models import CustomDocument
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page
from tests.factories.pages import make_notice, read
from tests.home.signing import as_user, create, form_data


def test_the_document_number_is_written_with_its_brackets_and_the_issuer_in_full(client, town):
    notice = make_notice(
        town, number_prefix="柳人主", number_year=2026, number_serial=7, issued_on=date(2026, 11, 10)
    )
    text = read(client, notice)
    assert "柳人主〔2026〕第7号" in text
    assert "柳塘镇人民代表大会主席团" in text
    assert "2026年11月10日" in text


def test_prefix_and_year_without_a_serial_are_no_number(client, town):
    notice = make_notice(town, number_prefix="柳人主", number_year=2026)
    notice.full_clean()
    assert "〔" not in read(client, notice)


def test_the_issuer_of_a_street_is_the_working_committee(client, street):
    assert "青禾县人大常委会南埠街道工作委员会" in read(client, make_notice(street))


def test_a_correction_and_what_it_corrects_say_so_on_both_pages_and_in_the_list(client, town):
    wrong = make_notice(town, "接待日公告")
    right = make_notice(town, "关于接待日公告的更正", kind=NoticeKind.CORRECTION, about=wrong)
    assert "已于" in read(client, wrong)
    assert right.url in read(client, wrong)
    assert "本启事更正的公告" in read(client, right)
    assert wrong.url in read(client, right)
    assert "已更正" in read(client, list_page(town, NoticeIndexPage))


def test_a_change_says_changed_and_an_unpublished_correction_says_nothing(client, town):
    moved = make_notice(town)
    make_notice(town, "改期通知", kind=NoticeKind.CHANGE, about=moved)
    kept = make_notice(town)
    make_notice(town, "还没签发的更正", kind=NoticeKind.CORRECTION, about=kept, live=False)
    assert "请以新的通知为准" in read(client, moved)
    assert "还没签发的更正" not in read(client, kept)


def test_a_correction_does_not_lead_to_a_notice_taken_off_the_site(client, town):
    gone = make_notice(town, "已经撤下的公告", live=False)
    right = make_notice(town, kind=NoticeKind.CORRECTION, about=gone)
    assert "已经撤下的公告" not in read(client, right)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": NoticeKind.CORRECTION}, "请选择被更正"),
        ({"number_serial": 3}, "还要填写字头和年份"),
        ({"issued_on": date(1026, 1, 1)}, "日期太早"),
        ({"number_prefix": "柳人主", "number_year": 2026, "number_serial": 7}, "这个文号已经用过"),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_plain_words(town, fields, words):
    make_notice(town, number_prefix="柳人主", number_year=2026, number_serial=7)
    notice = make_notice(town)
    for name, value in fields.items():
        setattr(notice, name, value)
    with pytest.raises(ValidationError, match=words):
        notice.full_clean()


def test_only_a_correction_or_change_refers_to_another_notice(town):
    notice = make_notice(town)
    notice.about = make_notice(town)
    with pytest.raises(ValidationError, match="只有更正启事"):
        notice.full_clean()


def test_a_street_announces_no_elections(street):
    notice = make_notice(street)
    notice.kind = NoticeKind.PERSONNEL
    with pytest.raises(ValidationError, match="街道不设人民代表大会"):
        notice.full_clean()


def test_the_form_begins_with_issuer_year_and_the_last_prefix(town):
    make_notice(town, number_prefix="柳人主", number_year=2025, number_serial=9)
    url = reverse(
        "wagtailadmin_pages:add", args=["notices", "noticepage", list_page(town, NoticeIndexPage).pk]
    )
    text = as_user(make_member(Role.CLERK, town)).get(url).content.decode()
    assert 'value="柳人主"' in text
    assert "柳塘镇人民代表大会主席团" in text
    assert f'value="{timezone.localdate().year}"' in text


def test_the_form_of_a_street_does_not_offer_elections(street):
    url = reverse(
        "wagtailadmin_pages:add", args=["notices", "noticepage", list_page(street, NoticeIndexPage).pk]
    )
    text = as_user(make_member(Role.CLERK, street)).get(url).content.decode()
    assert 'value="personnel"' not in text
    assert 'value="reception"' in text


def test_a_notice_of_another_town_cannot_be_corrected(town, other_town):
    foreign = make_notice(other_town)
    index = list_page(town, NoticeIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["notices", "noticepage", index.pk])
    data = form_data("更正别人", kind=NoticeKind.CORRECTION, about=foreign.pk)
    text = as_user(make_member(Role.CLERK, town)).post(url, data).content.decode()
    assert "只能更正" in text


def test_addresses_are_in_pinyin(town):
    page = create(make_member(Role.CLERK, town), list_page(town, NoticeIndexPage), "关于路灯的公告")
    assert page.slug == "guan-yu-lu-deng-de-gong-gao"


def test_attachments_are_named_with_kind_and_size(client, town):
    notice = make_notice(town)
    document = CustomDocument.objects.create(title="报名表", file=ContentFile(b"x" * 2048, "form.pdf"))
    document.get_file_size()
    NoticeAttachment.objects.create(page=notice, document=document, title="")
    text = read(client, notice)
    assert "报名表（PDF" in text
    assert document.url in text


def test_the_list_is_newest_first_filters_by_kind_and_the_county_sees_its_towns(
    client, county, town, other_town
):
    make_notice(town, "旧公告", issued_on=date(2026, 1, 1))
    make_notice(town, "新公告", issued_on=date(2026, 6, 1), kind=NoticeKind.MEETING)
    make_notice(other_town, "邻镇公告", issued_on=date(2026, 3, 1))
    index = list_page(town, NoticeIndexPage)
    text = read(client, index)
    assert text.index("新公告") < text.index("旧公告")
    assert "邻镇公告" not in text
    assert "旧公告" not in read(client, index, kind="meeting")
    county_index = list_page(county, NoticeIndexPage)
    text = read(client, county_index)
    assert text.index("新公告") < text.index("邻镇公告") < text.index("旧公告")
    assert "新公告" not in read(client, county_index, town="baishui")
    assert "邻镇公告" not in read(client, county_index, town="qinghe")


def test_the_list_is_paged_and_keeps_its_filter(client, town, django_assert_max_num_queries):
    index = list_page(town, NoticeIndexPage)
    make_notice(town)
    read(client, index)
    with django_assert_max_num_queries(8):
        read(client, index)
    for day in range(1, 25):
        make_notice(town, f"公告{day:02}号", issued_on=date(2026, 1, day))
    with django_assert_max_num_queries(8):
        first = read(client, index, kind="news")
    assert "公告24号" in first
    assert "公告03号" not in first
    assert "kind=news&amp;cursor=" in first


@pytest.mark.parametrize(
    "params", [{"kind": "<b>"}, {"town": "%00"}, {"cursor": "///"}, {"cursor": "WyJmIl0"}, {"x": "1"}]
)
def test_strange_parameters_show_the_whole_list(client, town, params):
    make_notice(town, "总能看到")
    assert "总能看到" in read(client, list_page(town, NoticeIndexPage), **params)


def test_a_notice_costs_ten_queries_however_many_corrections(client, town, django_assert_max_num_queries):
    notice = make_notice(town)
    read(client, notice)
    with django_assert_max_num_queries(10):
        read(client, notice)
    for number in range(5):
        make_notice(town, f"更正{number}", kind=NoticeKind.CORRECTION, about=notice)
    with django_assert_max_num_queries(10):
        assert "更正4" in read(client, notice)
