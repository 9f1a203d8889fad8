"""Citizens' photos: real bytes, hostile bytes, and what is left of them."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from library.photos import HEIF, MAX_BYTES, PhotoError, process_photo, safe_name

ORIENTATION, GPS, MAKER, DESCRIPTION = 0x0112, 0x8825, 0x010F, 0x010E


def picture(size=(60, 40), mode="RGB", color="red"):
    return Image.new(mode, size, color)


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def taken(content, name="photo.jpg", content_type="image/jpeg"):
    return process_photo(SimpleUploadedFile(name, content, content_type))


def refusal(content, **kwargs):
    with pytest.raises(PhotoError) as refused:
        taken(content, **kwargs)
    return refused.value.reason


def pixels_of(photo):
    return Image.open(io.BytesIO(photo.content))


def png(width, height, body=b"", extra=b""):
    """A PNG whose header claims any size."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "MPO", *HEIF])
def test_a_photo_of_each_kind_becomes_a_plain_jpeg(kind):
    photo = taken(encoded(picture(), kind), name="photo.txt", content_type="text/html")
    assert photo.content_type == "image/jpeg"
    assert (photo.width, photo.height) == (60, 40)
    assert len(photo.sha256) == 64
    image = pixels_of(photo)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (60, 40))
    red, green, blue = image.getpixel((30, 20))
    assert red > 240
    assert green < 15
    assert blue < 15


def test_telephones_photos_can_be_read():
    assert HEIF == ["HEIF"]


def test_place_camera_and_comments_are_gone_and_the_photo_stands_upright():
    image = picture((60, 40))
    image.paste("blue", (0, 0, 30, 40))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER], exif[DESCRIPTION] = 6, "SecretCamera", "SecretHome"
    exif[GPS] = {1: "N", 2: (33.0, 12.0, 5.0), 3: "E", 4: (119.0, 1.0, 2.0)}
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = encoded(image, exif=exif, comment=b"SecretComment", icc_profile=srgb, xmp=b"<x>SecretXmp</x>")
    assert b"SecretXmp" in content
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(GPS)
    photo = taken(content)
    clean = pixels_of(photo)
    assert clean.size == (40, 60)
    assert clean.getpixel((20, 5))[2] > 200  # what lay left is now on top
    assert b"Secret" not in photo.content
    assert b"Exif" not in photo.content
    assert not clean.getexif()
    assert not {"icc_profile", "comment", "exif", "xmp"} & set(clean.info)


def test_hidden_text_of_a_png_is_gone():
    text = b"tEXt" + b"Comment\x00SecretComment"
    extra = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    content = encoded(picture(), "PNG")
    content = content[:33] + extra + content[33:]
    assert b"Secret" not in taken(content).content


def test_html_appended_or_hidden_in_a_comment_is_gone():
    html = b"<html><script>alert(1)</script></html>"
    content = encoded(picture(), comment=html) + html
    assert b"<script" not in taken(content, name="photo.html").content


@pytest.mark.parametrize(
    "content",
    [
        b"just words, renamed",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7\n",
        b"PK\x03\x04" + b"\0" * 40,
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"\0" * 4000,
        encoded(picture(), "BMP"),
        encoded(picture(), "TIFF"),
        encoded(picture(), "ICO"),
        encoded(picture(), "PDF"),
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(content):
    assert "不是照片" in refusal(content)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_moving_pictures_are_refused(kind):
    moving = encoded(picture(), kind, save_all=True, append_images=[picture(color="blue")])
    assert "动图" in refusal(moving)


def test_the_second_view_of_a_stereo_photo_is_left_aside():
    content = encoded(picture(), "MPO", save_all=True, append_images=[picture(color="blue")])
    assert pixels_of(taken(content)).getpixel((30, 20))[0] > 240


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", *HEIF])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_truncated_photo_is_refused(kind, share):
    image = Image.effect_noise((200, 200), 80).convert("RGB")
    content = encoded(image, kind)
    assert "损坏" in (reason := refusal(content[: int(len(content) * share)])) or "不是照片" in reason


def test_a_header_that_claims_too_much_is_refused_before_decoding(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    assert "像素" in refusal(png(8000, 8000))
    assert "像素" in refusal(png(60_000, 60_000))
    assert "像素" in refusal(png(2**31 - 1, 2**31 - 1))


def test_a_decompression_bomb_is_refused():
    body = zlib.compress(b"\0" * (1 + 3 * 7000) * 7000, 9)
    bomb = png(7000, 7000, body)
    assert len(bomb) < 200_000
    assert "像素" in refusal(bomb)


def test_a_bomb_in_the_text_of_a_png_is_refused():
    bomb = b"zTXtComment\0\0" + zlib.compress(b"\0" * 80_000_000, 9)
    extra = struct.pack(">I", len(bomb) - 4) + bomb + struct.pack(">I", zlib.crc32(bomb))
    assert refusal(png(10, 10, zlib.compress(b"\0" * 310), extra))


def test_a_file_too_large_or_empty_is_refused():
    assert "8 MB" in refusal(encoded(picture()) + b"\0" * MAX_BYTES)
    assert "空文件" in refusal(b"")


def test_a_large_photo_is_made_smaller_with_its_shape_kept():
    photo = taken(encoded(picture((5000, 2500))))
    assert (photo.width, photo.height) == (2400, 1200)
    assert pixels_of(photo).size == (2400, 1200)


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP")])
def test_what_was_transparent_becomes_white(mode, kind):
    color = (0, 0) if mode == "LA" else (0, 0, 0, 0)
    assert pixels_of(taken(encoded(picture(mode=mode, color=color), kind))).getpixel((5, 5)) == (
        255,
        255,
        255,
    )


def test_a_palette_with_a_transparent_color_becomes_white():
    image = picture().convert("P", palette=Image.Palette.ADAPTIVE)
    content = encoded(image, "PNG", transparency=image.getpixel((5, 5)))
    assert pixels_of(taken(content)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("mode", "kind"), [("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("P", "PNG"), ("I;16", "PNG")]
)
def test_rarer_ways_of_color_are_read(mode, kind):
    assert pixels_of(taken(encoded(Image.new(mode, (60, 40)), kind))).mode == "RGB"


def test_sixteen_bits_of_gray_keep_their_brightness():
    image = Image.new("I;16", (60, 40), 0x8000)
    assert abs(pixels_of(taken(encoded(image, "PNG"))).getpixel((5, 5))[0] - 128) < 4


def test_broken_metadata_is_no_reason_to_refuse_a_photo():
    content = encoded(
        picture(), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff" + b"\xff" * 40, icc_profile=b"rubbish"
    )
    assert taken(content).width == 60


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP", *HEIF]).map(lambda kind: encoded(picture((24, 16)), kind)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_any_damage_gives_a_clean_photo_or_a_reason(content, damage):
    changed = bytearray(content)
    for place, value in damage:
        changed[min(int(place * len(changed)), len(changed) - 1)] = value
    try:
        result = pixels_of(taken(bytes(changed))).format
    except PhotoError as refused:
        result = refused.reason
    assert result == "JPEG" or result.endswith("。")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("路灯.jpg", "路灯.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fake\\灯.png", "灯.png"),
        ("a\r\nSet-Cookie: x.jpg", "a Set-Cookie: x.jpg"),
        ("ann\u202egpj.exe", "anngpj.exe"),
        ("\x00", "照片"),
        ("..", "照片"),
        ("", "照片"),
    ],
)
def test_a_name_is_shown_without_its_tricks(name, shown):
    assert safe_name(name) == shown


def test_a_long_name_keeps_its_ending():
    name = safe_name("灯" * 300 + ".jpeg")
    assert len(name) == 80
    assert name.endswith("….jpeg")
    assert len(safe_name("灯" * 300)) == 80
