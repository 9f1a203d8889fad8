"""Photos: made anew, bounded, kept while the form is put right, gone when it is never sent."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image

from casework.models import CaseFile
from library.models import PrivateFile
from organizations.models import Congress
from participation.submissions import pending
from participation.submissions.models import Submission
from tests.participation.citizen import filled, hidden, jpeg, page, send, ticket


def stored(row: PrivateFile) -> bytes:
    with row.file.open("rb") as stream:
        return stream.read()


def test_three_photos_are_kept_with_the_case(client: Client, town: Congress) -> None:
    photos = [jpeg(color=color) for color in ("red", "green", "blue")]
    assert send(client, filled(photos=photos)).status_code == 303
    assert CaseFile.objects.count() == 3
    assert all("路灯" not in row.name for row in PrivateFile.objects.all())


def test_the_place_of_taking_is_gone(client: Client, town: Congress) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret-place"
    exif.get_ifd(0x8825)[1] = "N"
    send(client, filled(photos=[jpeg(exif=exif)]))
    content = stored(PrivateFile.objects.get())
    assert b"secret-place" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_fourth_photo_is_refused_by_name_and_three_are_kept(client: Client, town: Congress) -> None:
    photos = [jpeg(f"{color}.jpg", color) for color in ("red", "green", "blue", "white")]
    response = send(client, filled(photos=photos))
    assert response.context["form"].errors["photos"] == ["最多放3张照片，没有收下：white.jpg。"]
    assert [photo.name for photo in response.context["form"].kept_photos] == [
        "red.jpg",
        "green.jpg",
        "blue.jpg",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><script>alert(1)</script></html>", "不是照片"),
        (b"GIF89a" + b"\x00" * 40, "不支持动图"),
        (b"", "空文件"),
        (b"\xff\xd8\xff\xe0" + b"x" * 9_000_000, "超过 8 MB"),
    ],
)
def test_what_is_no_photo_is_refused_beside_the_field(
    client: Client, town: Congress, content: bytes, reason: str
) -> None:
    upload = SimpleUploadedFile("<b>照片.jpg", content, "image/jpeg")
    response = send(client, filled(photos=[upload]))
    assert reason in response.context["form"].errors["photos"][0]
    assert "<b>照片" not in page(response)
    assert Submission.objects.count() == 0


def test_too_many_pixels_are_refused(client: Client, town: Congress) -> None:
    out = io.BytesIO()
    Image.new("1", (7000, 6000)).save(out, "PNG")
    response = send(client, filled(photos=[SimpleUploadedFile("大.png", out.getvalue())]))
    assert "像素太大" in response.context["form"].errors["photos"][0]


def test_a_photo_survives_an_error_elsewhere(client: Client, town: Congress) -> None:
    fields = filled("")
    wrong = send(client, fields | {"photos": [jpeg("路灯.jpg")]})
    shown = page(wrong)
    assert "路灯.jpg（" in shown
    assert "不要这张" in shown
    assert CaseFile.objects.count() == 0
    fixed = fields | {"text": "路灯坏了", "pending": hidden(wrong, "pending")}
    assert send(client, fixed).status_code == 303
    assert CaseFile.objects.count() == 1
    assert PrivateFile.objects.count() == 1  # the pending copy is gone


def test_a_photo_chosen_again_is_kept_once(client: Client, town: Congress) -> None:
    fields = filled("")
    wrong = send(client, fields | {"photos": [jpeg()]})
    again = send(client, fields | {"photos": [jpeg()], "pending": hidden(wrong, "pending")})
    assert len(again.context["form"].kept_photos) == 1


def test_a_photo_that_is_not_wanted_is_removed_with_its_file(client: Client, town: Congress) -> None:
    fields = filled("")
    wrong = send(client, fields | {"photos": [jpeg()]})
    row = PrivateFile.objects.get()
    response = send(client, fields | {"pending": hidden(wrong, "pending"), "drop": row.pk.hex})
    assert response.context["form"].kept_photos == []
    assert not PrivateFile.objects.exists()
    assert not row.file.storage.exists(row.file.name)


def test_not_wanting_a_photo_leaves_room_for_another(client: Client, town: Congress) -> None:
    fields = filled("")
    wrong = send(client, fields | {"photos": [jpeg(color=c) for c in ("red", "green", "blue")]})
    first = wrong.context["form"].kept_photos[0]
    fixed = {
        "text": "路灯坏了",
        "pending": hidden(wrong, "pending"),
        "drop": first.id.hex,
        "photos": [jpeg(color="black")],
    }
    assert send(client, fields | fixed).status_code == 303
    assert CaseFile.objects.count() == PrivateFile.objects.count() == 3


def test_pending_photos_belong_to_one_form(client: Client, town: Congress) -> None:
    wrong = send(client, filled("", photos=[jpeg()]))
    stolen = hidden(wrong, "pending")
    assert send(client, filled(pending=stolen)).status_code == 303
    assert CaseFile.objects.count() == 0


@pytest.mark.parametrize("value", ["x", "a:b:c", "<b>", "y" * 5000, "\x00"])
def test_a_forged_list_of_photos_means_none(client: Client, town: Congress, value: str) -> None:
    assert send(client, filled(pending=value, drop=["x", "<b>"])).status_code == 303
    assert CaseFile.objects.count() == 0


def test_photos_outlive_a_ticket_that_ran_out(client: Client, town: Congress) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=25), tick=False) as clock:
        fields = filled("", ticket=ticket())
        clock.shift(timedelta(hours=23))
        wrong = send(client, fields | {"photos": [jpeg()]})
        clock.shift(timedelta(hours=2))
        late = send(client, fields | {"text": "路灯坏了", "pending": hidden(wrong, "pending")})
    assert "等于几" in page(late)
    assert len(late.context["form"].kept_photos) == 1
    assert pending.read(hidden(late, "pending"), "another") == []


def test_photos_of_a_closed_draft_are_kept_too(client: Client, town: Congress) -> None:
    response = send(client, filled(photos=[jpeg()]), "consultation=999")
    assert len(response.context["form"].kept_photos) == 1


def test_the_purge_takes_what_was_left_behind_and_nothing_else(client: Client, town: Congress) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        send(client, filled(photos=[jpeg(color="blue")]))
        send(client, filled("", photos=[jpeg(color="red")]))
    send(client, filled("", photos=[jpeg(color="green")]))
    old = PrivateFile.objects.filter(case_file=None).order_by("created_at").first()
    call_command("purge_pending_files")
    assert not PrivateFile.objects.filter(pk=old.pk).exists()
    assert not old.file.storage.exists(old.file.name)
    assert PrivateFile.objects.count() == 2
    assert CaseFile.objects.count() == 1


def test_a_flood_of_photos_is_slowed_and_the_text_still_goes(
    client: Client, town: Congress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "participation.submissions.forms.photos.UPLOADS",
        type("None", (), {"hit": lambda self, key: type("No", (), {"allowed": False})()})(),
    )
    fields = filled()
    response = send(client, fields | {"photos": [jpeg()]})
    assert "太频繁" in response.context["form"].errors["photos"][0]
    assert send(client, fields).status_code == 303
