"""The rules of one congress, tried in order; one without conditions is the default (``domain.md`` §3.6)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from organizations.models import Area, Congress, Office
from participation.vocabulary import Category

MAX_WORDS = 30


class RoutingRule(models.Model):
    """Proposes a handler for every opinion that meets all the conditions given."""

    congress = models.ForeignKey(
        Congress, verbose_name=_("人大"), on_delete=models.PROTECT, related_name="routing_rules"
    )
    position = models.PositiveSmallIntegerField(
        _("顺序"),
        default=10,
        validators=[MaxValueValidator(9999)],
        help_text=_("从小到大依次比对，第一条符合的规则生效"),
    )
    name = models.CharField(_("规则名称"), max_length=40, help_text=_("例：路灯交供电所"))
    category = models.CharField(
        _("类别"), max_length=12, choices=Category.choices, blank=True, help_text=_("不选表示不限")
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("村（社区）"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("地点或内容里出现这个名称时符合；不选表示不限"),
    )
    from_station = models.ForeignKey(
        StationPage,
        verbose_name=_("收到意见的联络站"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("不选表示不限"),
    )
    words = models.TextField(
        _("词语"), blank=True, help_text=_("一行一个，出现任何一个就符合；不填表示不限。例：路灯")
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("交给承办单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    station = models.ForeignKey(
        StationPage,
        verbose_name=_("交给联络站"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("交给代表"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    instruction = models.TextField(_("交办意见"), blank=True, help_text=_("预先填入，交办人可以改"))
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("分办规则")
        verbose_name_plural = _("分办规则")
        ordering = ["congress_id", "position", "id"]
        indexes = [models.Index(fields=["congress", "position", "id"], name="rule_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(office__isnull=False, deputy__isnull=True, station__isnull=True)
                    | models.Q(office__isnull=True, deputy__isnull=False, station__isnull=True)
                    | models.Q(office__isnull=True, deputy__isnull=True, station__isnull=False)
                ),
                name="rule_names_one_handler",
                violation_error_message=_("请在承办单位、联络站、代表中选择一个。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def word_list(self) -> list[str]:
        """Return the words, one for each line that holds any."""
        return [line.strip() for line in self.words.splitlines() if line.strip()]

    @property
    def is_default(self) -> bool:
        """Return whether the rule fits every opinion."""
        return not (self.category or self.area_id or self.from_station_id or self.word_list)

    @property
    def handler_name(self) -> str:
        """Return the name of whoever is proposed."""
        return str(self.office or self.deputy or self.station or "")

    def clean(self) -> None:
        """Refuse what belongs to another congress, and lists of words that nobody can oversee."""
        if len(self.word_list) > MAX_WORDS:
            raise ValidationError({"words": _("最多%(most)s个词语。") % {"most": MAX_WORDS}})
        if self.congress_id is None:
            return
        errors = {}
        for name in ("area", "office"):
            row = getattr(self, name)
            if row is not None and row.congress_id != self.congress_id:
                errors[name] = _("不属于这个人大。")
        for name in ("from_station", "station"):
            row = getattr(self, name)
            if row is not None and row.congress != self.congress:
                errors[name] = _("不属于这个人大。")
        if self.deputy is not None and not self._is_placed_here(self.deputy):
            errors["deputy"] = _("该代表不属于本级人大，也不在本级联络站。")
        if errors:
            raise ValidationError(errors)

    def _is_placed_here(self, deputy: Deputy) -> bool:
        placed = deputy.station is not None and deputy.station.congress == self.congress
        return placed or deputy.congress_id == self.congress_id
