"""Collected static files: hashed names, and main.css joined into one request.

The sources keep one sheet per component; `collectstatic` replaces each `@import` of a style sheet by the sheet
itself, without its layer: the order of the imports is the order of the layers, and browsers too old for layers
then understand the sheet as well.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED = "css/main.css"
IMPORT = re.compile(r'@import url\("(?P<path>[\w/.-]+)"\) layer\(\w+\);')
LAYER_ORDER = re.compile(r"@layer [\w, ]+;")


class JoinedManifestStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, after writing the joined sheet over the collected copy of main.css."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run and JOINED in paths:
            self._join()
            paths = {**paths, JOINED: (self, JOINED)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _join(self) -> None:
        with self.open(JOINED) as source:
            sheet = source.read().decode()
        folder = PurePosixPath(JOINED).parent

        def content(match: re.Match[str]) -> str:
            with self.open(str(folder / match["path"])) as part:
                return str(part.read().decode())

        joined = LAYER_ORDER.sub("", IMPORT.sub(content, sheet), count=1)
        self.delete(JOINED)
        self._save(JOINED, ContentFile(joined.encode()))
