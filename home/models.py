"""The pages that frame the site: home, one section per congress, and plain pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.search import index

from home.context import page_contexts
from organizations.pages import TenantPage

PLAIN_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link", "hr"]


class HomePage(TenantPage):
    """The county's front door: what is open now, where to go, what was answered."""

    template = "home/home_page.html"
    max_count = 1
    is_creatable = False
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.CongressPage", "home.StandardPage"]

    welcome = models.CharField(
        _("欢迎语"), max_length=120, blank=True, help_text=_("显示在首页最上方的一句话，可不填")
    )

    content_panels = [*TenantPage.content_panels, FieldPanel("welcome")]

    class Meta:
        verbose_name = _("首页")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what is open now, the next receptions, the latest answers and notices, and the villages."""
        return super().get_context(request, *args, **kwargs) | page_contexts.of_front(request)


class CongressPage(TenantPage):
    """The section of one congress; a street's shows no sessions or elections (组织法 59; R53)."""

    template = "home/congress_page.html"
    is_creatable = False
    parent_page_types = ["home.HomePage", "home.CongressPage"]
    subpage_types = ["home.StandardPage"]

    intro = models.TextField(
        _("简介"),
        max_length=600,
        blank=True,
        help_text=_("用一两句日常的话介绍本机关做什么、群众可以来办什么"),
    )

    content_panels = [*TenantPage.content_panels, FieldPanel("intro")]
    search_fields = [*TenantPage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("人大栏目")
        verbose_name_plural = _("人大栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what this congress publishes; its own address line needs no query."""
        context = super().get_context(request, *args, **kwargs)
        return context | page_contexts.of_section(request, self.congress)


class StandardPage(TenantPage):
    """A plain page: privacy rules, children's rules, accessibility note, about us."""

    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.CongressPage"]
    subpage_types: list[str] = []

    introduction = models.CharField(_("导语"), max_length=200, blank=True)
    body = RichTextField(_("正文"), features=PLAIN_FEATURES)

    content_panels = [*TenantPage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *TenantPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("普通页面")
        verbose_name_plural = _("普通页面")


@register_setting(icon="site")
class FooterSettings(BaseSiteSetting):
    """What stands at the foot of every page (``domain.md`` §6.4; R42)."""

    organizer = models.CharField(_("主办单位"), max_length=80, blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    complaint_phone = models.CharField(_("网站内容投诉电话"), max_length=40, blank=True)
    icp_number = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=60, blank=True)
    site_code = models.CharField(_("网站标识码"), max_length=40, blank=True)
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("个人信息处理规则"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("无障碍说明"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("organizer"),
                FieldPanel("address"),
                FieldPanel("phone"),
                FieldPanel("complaint_phone"),
            ],
            heading=_("主办和联系"),
        ),
        MultiFieldPanel(
            [FieldPanel("icp_number"), FieldPanel("police_number"), FieldPanel("site_code")],
            heading=_("备案"),
        ),
        MultiFieldPanel(
            [FieldPanel("privacy_page"), FieldPanel("accessibility_page")], heading=_("说明页面")
        ),
    ]

    class Meta:
        verbose_name = _("页脚")
