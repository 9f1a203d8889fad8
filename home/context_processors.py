"""What every public page shows around its content."""

from typing import Any

from django.http import HttpRequest


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the reader's settings for the frame of the page."""
    return {"large_type": request.COOKIES.get("large_type") == "1"}
