"""The tenant tree and what hangs on it (``domain.md`` §2.1)."""

from django.contrib.auth.models import Group
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from accounts.roles import Role


class CongressKind(models.TextChoices):
    """What a tenant is. A street has a working committee of the county's standing committee, no congress."""

    COUNTY = "county", _("县级人大")
    TOWN = "town", _("镇人大")
    TOWNSHIP = "township", _("乡人大")
    ETHNIC_TOWNSHIP = "ethnic_township", _("民族乡人大")
    STREET = "street", _("街道人大工委")


class Congress(MP_Node):
    """A people's congress or a street's working committee: one tenant of the installation."""

    name = models.CharField(_("行政区名称"), max_length=40, unique=True, help_text=_("例：柳塘镇"))
    kind = models.CharField(_("类型"), max_length=20, choices=CongressKind.choices)
    slug = models.SlugField(
        _("网址名"), max_length=40, unique=True, help_text=_("小写字母和数字，例：liutang")
    )
    code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    number_prefix = models.CharField(
        _("编号字头"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2,4}$", _("请用2至4个大写字母。"))],
        help_text=_("意见编号的开头，例：LT"),
    )
    contact_phone = models.CharField(_("办公电话"), max_length=30, blank=True)
    contact_address = models.CharField(_("办公地址"), max_length=120, blank=True)
    petition_route = models.TextField(
        _("不属本机关受理事项的去向说明"),
        blank=True,
        help_text=_("信访、诉讼、纪检等渠道的名称、地址和电话，会显示给群众"),
    )
    section_page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("网站栏目"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        verbose_name=_("文件夹"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    node_order_by: list[str] = []

    class Meta:
        verbose_name = _("人大")
        verbose_name_plural = _("人大")

    def __str__(self) -> str:
        return self.name

    @property
    def is_street(self) -> bool:
        """Return whether this is a street, which has no congress, sessions or elections (组织法 59; R53)."""
        return self.kind == CongressKind.STREET

    @property
    def is_county(self) -> bool:
        """Return whether this is the county itself."""
        return self.kind == CongressKind.COUNTY

    @property
    def county_name(self) -> str:
        """Return the name of the county at the top of the tree."""
        return self.name if self.is_root() else self.get_root().name

    @property
    def office_name(self) -> str:
        """Return the standing organ's right name (组织法 18, 46, 59; ``domain.md`` §18).

        A county has a standing committee, a town a presidium, a street a working committee.
        """
        if self.is_county:
            return f"{self.name}人民代表大会常务委员会"
        if self.is_street:
            return f"{self.county_name}人大常委会{self.name}工作委员会"
        return f"{self.name}人民代表大会主席团"

    @property
    def short_office_name(self) -> str:
        """Return the organ's everyday name for narrow places."""
        if self.is_county:
            return f"{self.name}人大常委会"
        return f"{self.name}人大工委" if self.is_street else f"{self.name}人大"


class RoleGroup(models.Model):
    """The Django group that carries a role's page rights in one congress; kept in step with memberships."""

    congress = models.ForeignKey(Congress, on_delete=models.CASCADE, related_name="role_groups")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role_group")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["congress", "role"], name="one_group_per_role")]

    def __str__(self) -> str:
        return self.group.name


class Term(models.Model):
    """A term of a congress (届): five years between first sessions (代表法 2; 组织法 9, 38)."""

    congress = models.ForeignKey(
        Congress, verbose_name=_("人大"), on_delete=models.CASCADE, related_name="terms"
    )
    ordinal = models.PositiveSmallIntegerField(_("第几届"))
    first_session_on = models.DateField(_("第一次会议日期"))
    ends_on = models.DateField(_("届满日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("届")
        verbose_name_plural = _("届")
        ordering = ["-ordinal"]
        constraints = [models.UniqueConstraint(fields=["congress", "ordinal"], name="one_term_per_ordinal")]

    def __str__(self) -> str:
        return f"{self.congress}第{self.ordinal}届"


class OfficeKind(models.TextChoices):
    """What kind of body handles matters (``domain.md`` §2.1)."""

    GOVERNMENT = "government", _("政府")
    DEPARTMENT = "department", _("部门")
    STATION = "station", _("站所")
    STREET_OFFICE = "street_office", _("街道办事处")
    SUPERVISION = "supervision", _("监察委员会")
    COURT = "court", _("法院")
    PROCURATORATE = "procuratorate", _("检察院")
    CONGRESS_ORGAN = "congress_organ", _("人大机构")
    OTHER = "other", _("其他组织")


class OfficeQuerySet(models.QuerySet["Office"]):
    """Offices by state."""

    def active(self) -> "OfficeQuerySet":
        """Return offices that can be given new matters."""
        return self.filter(is_active=True)


class Office(models.Model):
    """A body that handles matters for a congress (承办单位)."""

    congress = models.ForeignKey(
        Congress, verbose_name=_("人大"), on_delete=models.PROTECT, related_name="offices"
    )
    name = models.CharField(_("单位名称"), max_length=60)
    kind = models.CharField(
        _("类型"), max_length=20, choices=OfficeKind.choices, default=OfficeKind.DEPARTMENT
    )
    phone = models.CharField(_("办公电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("在用"), default=True, help_text=_("撤并后取消勾选，历史记录保留"))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("承办单位")
        verbose_name_plural = _("承办单位")
        ordering = ["congress_id", "name"]
        constraints = [models.UniqueConstraint(fields=["congress", "name"], name="one_office_per_name")]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A village or urban community, used to find one's town, station and deputies without a map."""

    congress = models.ForeignKey(
        Congress, verbose_name=_("人大"), on_delete=models.PROTECT, related_name="areas"
    )
    name = models.CharField(_("村（社区）名称"), max_length=40)

    class Meta:
        verbose_name = _("村（社区）")
        verbose_name_plural = _("村（社区）")
        ordering = ["congress_id", "name"]
        constraints = [models.UniqueConstraint(fields=["congress", "name"], name="one_area_per_name")]

    def __str__(self) -> str:
        return self.name
