"""Taking in a citizen's photo: known by its content, bounded, and made anew without anything hidden in it.

Only the pixels survive: the picture is decoded and written again as JPEG, so neither a place of taking (GPS),
nor a comment, nor a page of HTML appended to the file is kept (``domain.md`` §6.1).
"""

import hashlib
import io
import re
from dataclasses import dataclass
from typing import IO

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from core.text import one_line
from library.refusal import RefusedFile

try:  # photos of many telephones; without the library they are refused like any other unknown kind
    import pillow_heif
except ImportError:
    HEIF: list[str] = []
else:
    pillow_heif.register_heif_opener()
    HEIF = ["HEIF"]

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
QUALITY = 85
MAX_NAME = 80
KINDS = ["JPEG", "PNG", "WEBP", *HEIF]  # JPEG also reads MPO, the stereo photos of some cameras
# Kinds in which more than one frame means a moving picture; in the others it is a second view of the same.
MOVING_KINDS = {"PNG", "WEBP"}

EMPTY = _("照片是空文件，请重新选择。")
TOO_BIG = _("照片超过 8 MB，请压缩后再上传。")
TOO_MANY_PIXELS = _("照片的像素太大（超过 4000 万像素），请缩小后再上传。")
NOT_A_PHOTO = _("这个文件不是照片，请上传 JPG、PNG、WebP 或 HEIC 格式的照片。")
MOVING = _("不支持动图，请上传静态照片。")
BROKEN = _("照片不完整或已损坏，请重新选择或重新拍摄。")


class PhotoError(RefusedFile):
    """A photo is refused."""


@dataclass(frozen=True)
class ProcessedPhoto:
    """A photo made anew, ready to be kept."""

    content: bytes
    content_type: str
    width: int
    height: int
    sha256: str


def process_photo(uploaded_file: File[bytes] | IO[bytes]) -> ProcessedPhoto:
    """Return the photo re-encoded and without metadata, or raise ``PhotoError``."""
    image = _open(_read(uploaded_file))
    try:
        pixels = _pixels(image)
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        KeyError,
        TypeError,
        OverflowError,
        MemoryError,
    ) as error:
        raise PhotoError(BROKEN) from error
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    content = out.getvalue()
    return ProcessedPhoto(
        content, "image/jpeg", pixels.width, pixels.height, hashlib.sha256(content).hexdigest()
    )


def safe_name(name: str) -> str:
    """Return a file name fit for display: last part of any path, one line, bounded, ending kept."""
    last = one_line(re.split(r"[/\\]", name)[-1]).strip(". ")
    if len(last) <= MAX_NAME:
        return last or str(_("照片"))
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 8:
        return one_line(last, MAX_NAME)
    return f"{one_line(stem, MAX_NAME - len(ending) - 1)}.{ending}"


def _read(uploaded_file: File[bytes] | IO[bytes]) -> bytes:
    """Return the content, without reading more than is allowed whatever the file says of its size."""
    uploaded_file.seek(0)
    content = uploaded_file.read(MAX_BYTES + 1)
    if not content:
        raise PhotoError(EMPTY)
    if len(content) > MAX_BYTES:
        raise PhotoError(TOO_BIG)
    return content


def _open(content: bytes) -> Image.Image:
    """Read the header and refuse by it, before any pixel is decoded."""
    if content.startswith((b"GIF87a", b"GIF89a")):
        raise PhotoError(MOVING)
    try:
        image = Image.open(io.BytesIO(content), formats=KINDS)
        moving = image.format in MOVING_KINDS and getattr(image, "n_frames", 1) > 1
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoError(TOO_MANY_PIXELS) from error
    except Exception as error:  # a hostile header may break a decoder in any way
        raise PhotoError(NOT_A_PHOTO) from error
    if image.width * image.height > MAX_PIXELS:
        raise PhotoError(TOO_MANY_PIXELS)
    if moving:
        raise PhotoError(MOVING)
    return image


def _pixels(image: Image.Image) -> Image.Image:
    """Decode, turn upright, bound, bring into sRGB on white, copy into an image that knows nothing else."""
    profile = image.info.get("icc_profile")
    if image.format in {"JPEG", "MPO"}:
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # decode no finer than needed
    image.load()
    image = _upright(image)
    if image.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")  # 16 bits of gray
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", image.size, "white")
    clean.paste(_to_srgb(image, profile), mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return clean


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # broken EXIF is no reason to refuse a photo: it is shown as it lies
        return image


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert the colors by the photo's own profile; one that cannot be read is left aside."""
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return image.convert("RGB")
        if converted is not None:
            return converted
    return image.convert("RGB")
