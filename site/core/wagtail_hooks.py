"""The product's colours and name over Wagtail's own admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """Link the style sheet of the staff side."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
