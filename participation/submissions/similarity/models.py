"""Which opinions have nearly the same text. Derived from the opinions: all of it can be reckoned anew.

An opinion has one fingerprint; equal texts share one :class:`DistinctText`, which carries the bands by which
near ones are found; near texts share a :class:`Cluster`. People and texts are counted apart.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Congress
from participation.submissions.models import Submission


class Cluster(models.Model):
    """Opinions of one congress whose texts are nearly the same. ``core`` is the text all others resemble."""

    congress = models.ForeignKey(Congress, on_delete=models.CASCADE, related_name="+")
    core = models.ForeignKey("DistinctText", null=True, on_delete=models.SET_NULL, related_name="+")
    opinions = models.PositiveIntegerField(_("件数"), default=0)
    persons = models.PositiveIntegerField(_("人数"), default=0)
    texts = models.PositiveIntegerField(_("文本种数"), default=0)

    class Meta:
        verbose_name = _("相近意见")
        verbose_name_plural = _("相近意见")

    def __str__(self) -> str:
        return f"#{self.pk}"


class DistinctText(models.Model):
    """One wording, however many people sent it. ``exact`` is the digest of its normalised form and its place.

    ``sample`` is an opinion with this wording, from which the words themselves are read.
    """

    exact = models.CharField(max_length=32, unique=True)
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.SET_NULL, related_name="wordings")
    sample = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("文本")
        verbose_name_plural = _("文本")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Fingerprint(models.Model):
    """The text of one opinion. ``text`` empty: the opinion is kept out (restricted, withdrawn).

    ``is_due``: to be placed anew at the next turn, because it came back or went to another congress.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, primary_key=True, related_name="fingerprint"
    )
    text = models.ForeignKey(DistinctText, null=True, on_delete=models.SET_NULL, related_name="fingerprints")
    cluster = models.ForeignKey(
        Cluster, null=True, on_delete=models.SET_NULL, related_name="fingerprints", db_index=False
    )
    is_due = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("文本指纹")
        verbose_name_plural = _("文本指纹")
        indexes = [
            models.Index(fields=["cluster", "-submission"], name="fingerprint_by_cluster"),
            models.Index(fields=["submission"], name="fingerprint_due", condition=models.Q(is_due=True)),
        ]

    def __str__(self) -> str:
        return str(self.submission_id)


class Band(models.Model):
    """A part of a text's signature. Two texts that share one are compared; congress and place are part of it."""

    text = models.ForeignKey(DistinctText, on_delete=models.CASCADE, related_name="bands")
    value = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("签名段")
        verbose_name_plural = _("签名段")

    def __str__(self) -> str:
        return str(self.value)
