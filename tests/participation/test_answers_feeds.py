"""Feeds of published answers: right for readers' programs, nothing personal, not sent twice."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from organizations.models import Congress
from participation.submissions.models import Submission
from tests.abuse.hostile import HOSTILE
from tests.factories.organizations import make_county
from tests.factories.participation import TEXT, make_published_copy
from tests.participation.citizen import page

ATOM, RSS = "/answers/feed/", "/answers/rss/"
NS = {"a": "http://www.w3.org/2005/Atom"}


def entries(client: Client, **params: str) -> list[ET.Element]:
    return ET.fromstring(client.get(ATOM, params).content).findall("a:entry", NS)


def test_an_entry_has_absolute_addresses_a_lasting_name_and_its_date(client: Client, town: Congress) -> None:
    at = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    copy = make_published_copy(town, title="东河村路灯", published_at=at)
    feed = ET.fromstring(client.get(ATOM).content)
    assert feed.find("a:link[@rel='self']", NS).get("href") == f"http://testserver{ATOM}"
    entry = feed.find("a:entry", NS)
    address = f"http://testserver/answers/{copy.number}/"
    assert entry.find("a:link", NS).get("href") == address
    assert entry.find("a:id", NS).text == address
    assert datetime.fromisoformat(entry.find("a:published", NS).text) == at
    item = ET.fromstring(client.get(RSS).content).find("channel/item")
    assert item.find("guid").text == address
    assert item.find("link").text == address


def test_feeds_are_narrowed_by_town_and_topic_and_found_from_the_list(client: Client, town: Congress) -> None:
    make_published_copy(town, title="镇里", category="traffic")
    make_published_copy(make_county(), title="县里", category="culture")
    make_published_copy(town, title="撤下的", withdrawn_at=timezone.now())
    assert len(entries(client)) == 2
    for params, title in (({"town": "liutang"}, "镇里"), ({"category": "culture"}, "县里")):
        assert [one.find("a:title", NS).text for one in entries(client, **params)] == [title]
    assert entries(client, town="liutang", category="culture") == []
    assert len(entries(client, town="\x00", category="<x>")) == 2
    shown = page(client.get("/answers/", {"town": "liutang", "category": "traffic"}))
    assert (
        f'type="application/atom+xml" title="已答复的意见" href="{ATOM}?town=liutang&amp;category=traffic"'
        in shown
    )


def test_a_feed_tells_nothing_of_the_sender_or_the_staff(client: Client, town: Congress) -> None:
    copy = make_published_copy(town, text="隐去后的意见", reply="隐去后的答复")
    Submission.objects.filter(pk=copy.submission_id).update(name="秘密姓名")
    shown = page(client.get(ATOM)) + page(client.get(RSS))
    assert "隐去后的意见" in shown
    assert "隐去后的答复" in shown
    for secret in (TEXT, "秘密姓名", str(copy.prepared_by), str(copy.approved_by)):
        assert secret not in shown


def test_an_unchanged_feed_is_not_sent_again_and_a_changed_one_is(client: Client, town: Congress) -> None:
    copy = make_published_copy(town)
    first = client.get(ATOM)
    assert "max-age=600" in first.headers["Cache-Control"]
    known = {"HTTP_IF_NONE_MATCH": first.headers["ETag"]}
    assert client.get(ATOM, **known).status_code == 304
    copy.withdrawn_at = timezone.now()
    copy.save()
    assert client.get(ATOM, **known).status_code == 200


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_breaks_a_feed(client: Client, town: Congress, text: str) -> None:
    stored = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    make_published_copy(town, title=f"题{stored}"[:60], text=stored, reply=stored, body_name="供电所")
    assert len(entries(client)) == 1
    assert ET.fromstring(client.get(RSS).content).find("channel/item") is not None
