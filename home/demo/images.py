"""Drawn stand-ins for photos: calm abstract portraits and houses, a few files used by many."""

import io
import math
from random import Random

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw, ImageFilter
from wagtail.models import Collection

from library.models import CustomImage
from library.photos import ProcessedPhoto, process_photo

CREDIT = "演示图片（程序绘制）"
# background top, background bottom, clothes, hair, skin
PORTRAITS = (
    ("#dfeae6", "#b9d2c9", "#2f5d57", "#2b2622", "#e8c4a4"),
    ("#e6e4f1", "#c4c1df", "#46466f", "#3a322d", "#e2b995"),
    ("#f3e8dc", "#e0c8ab", "#7a4a2e", "#1f1c1a", "#efcfb3"),
    ("#dfeaf3", "#b4cde2", "#2c4f74", "#6b6763", "#e6bf9d"),
    ("#f2e3e3", "#dcbcbc", "#7d3b45", "#2a2320", "#eecbae"),
    ("#eaf0dc", "#c8d8a8", "#566b2a", "#8c8a86", "#dfb48e"),
    ("#e9ecef", "#c3ccd4", "#39434d", "#241f1c", "#e9c6a7"),
    ("#fbf1d9", "#ecd9a4", "#80651c", "#342b25", "#e4bb97"),
)
# sky, hills, wall, roof
HOUSES = (
    ("#dcebf5", "#a9c7b4", "#f6f2ea", "#56626b"),
    ("#f6ead8", "#b5b98a", "#fbf7ef", "#8a4b37"),
    ("#e3eef0", "#8fb3a5", "#f0ece2", "#3f5a63"),
    ("#eee9f3", "#a7a9c4", "#f7f3ee", "#5c4d66"),
    ("#e7f1e2", "#9cbf87", "#fcf9f2", "#6a5a3c"),
)
Color = tuple[int, int, int]


def rgb(value: str) -> Color:
    """Return the three parts of ``#rrggbb``."""
    return (int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16))


def gradient(size: tuple[int, int], top: str, bottom: str) -> Image.Image:
    """Return a picture that fades from ``top`` to ``bottom``."""
    column = Image.new("RGB", (1, 2))
    column.putpixel((0, 0), rgb(top))
    column.putpixel((0, 1), rgb(bottom))
    return column.resize(size, Image.Resampling.BICUBIC)


def portrait(number: int) -> Image.Image:
    """Draw a person from the shoulders up, without a face."""
    top, bottom, clothes, hair, skin = PORTRAITS[number % len(PORTRAITS)]
    picture = gradient((720, 960), top, bottom)
    draw = ImageDraw.Draw(picture)
    long_hair = number % 2
    if long_hair:
        draw.rounded_rectangle((208, 230, 512, 640), 150, fill=hair)
    draw.ellipse((60, 640, 660, 1320), fill=clothes)
    draw.rounded_rectangle((302, 540, 418, 730), 58, fill=skin)
    draw.polygon(((286, 668), (360, 780), (434, 668), (470, 700), (360, 850), (250, 700)), fill="#f7f5f0")
    draw.ellipse((236, 250, 484, 580), fill=skin)
    if long_hair:
        draw.chord((226, 226, 494, 520), 180, 360, fill=hair)
        draw.polygon(((226, 372), (300, 372), (226, 470)), fill=hair)
    else:
        draw.chord((228, 226, 492, 500), 188, 352, fill=hair)
    return smooth(picture, (480, 640))


def house(number: int) -> Image.Image:
    """Draw a village office before hills."""
    sky, hills, wall, roof = HOUSES[number % len(HOUSES)]
    picture = gradient((1440, 960), sky, "#ffffff")
    draw = ImageDraw.Draw(picture)
    wave = [(x, 520 + 70 * math.sin(x / 210 + number) + 30 * math.sin(x / 90)) for x in range(0, 1450, 10)]
    draw.polygon([*wave, (1440, 960), (0, 960)], fill=hills)
    draw.rectangle((0, 790, 1440, 960), fill="#d9d3c4")
    draw.rectangle((330, 480, 1110, 810), fill=wall)
    draw.polygon(((280, 490), (400, 380), (1040, 380), (1160, 490)), fill=roof)
    for left in (390, 520, 850, 980):
        draw.rounded_rectangle((left, 560, left + 80, 690), 6, fill="#aebfc7")
    draw.rectangle((650, 570, 790, 810), fill=roof)
    draw.rounded_rectangle((560, 500, 880, 548), 8, fill="#9c2f2b")
    for left, high in ((180, 250), (1220, 300)):
        draw.rectangle((left + 46, 640, left + 64, 810), fill="#6b5746")
        draw.ellipse((left - 30, 640 - high, left + 140, 700), fill=hills)
        draw.ellipse((left - 10, 660 - high, left + 100, 660), fill="#7fa58c")
    return smooth(picture, (960, 640))


def smooth(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Bring the drawing to its size with soft edges."""
    return picture.filter(ImageFilter.GaussianBlur(0.8)).resize(size, Image.Resampling.LANCZOS)


def store(picture: Image.Image, title: str, name: str, collection: Collection) -> CustomImage:
    """Keep a picture in the image library."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    out.seek(0)
    image = CustomImage(title=title, collection=collection, credit=CREDIT)
    image.file = ImageFile(out, name=name)
    image.width, image.height = picture.size
    image.file_size = out.getbuffer().nbytes
    image.full_clean()
    image.save()
    return image


def snapshot(chance: Random) -> ProcessedPhoto:
    """Return a picture as a citizen would send it, through the same cleaning as every photo."""
    picture = gradient((800, 600), "#1d2733", "#4a5560")
    draw = ImageDraw.Draw(picture)
    pole = chance.randint(250, 550)
    draw.polygon(((pole - 260, 600), (pole + 40, 330), (pole + 120, 330), (pole + 420, 600)), fill="#3a4048")
    draw.rectangle((pole, 120, pole + 14, 560), fill="#9aa0a6")
    draw.rectangle((pole, 116, pole + 120, 128), fill="#9aa0a6")
    draw.rounded_rectangle((pole + 90, 122, pole + 150, 146), 8, fill="#5d6369")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return process_photo(out)
