"""The office's entry form: few fields that must be filled, quick by keyboard, each error beside its field."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import CleanCharField
from liaison.deputies.models import Deputy
from liaison.stations.models import Reception, StationPage
from library.photos import PhotoError, ProcessedPhoto, process_photo, safe_name
from organizations.models import Congress
from participation.consultations.finding import find_row, range_words
from participation.consultations.models import Article, ConsultationPage
from participation.submissions import queries_intake
from participation.submissions.actions.storing import Opinion, Target
from participation.submissions.forms.fields import PhotosField
from participation.submissions.models import OFFICE_CHANNELS, AgeStatement, Category, Channel
from participation.submissions.office_entry import MAX_DAYS_LATE

TEXT_MAX, TEXT_MIN, MAX_SCANS = 5000, 2, 6
# What stays the same from one visitor of a reception day to the next.
CARRIED_ON = ("channel", "received_on", "station", "reception", "deputy")


class StationChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Stations by their names."""

    def label_from_instance(self, obj: StationPage) -> str:
        """Return the name."""
        return obj.title


class ReceptionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Receptions by day and station."""

    def label_from_instance(self, obj: Reception) -> str:
        """Return when and where."""
        return f"{obj.when} {obj.station.title}"


class DeputyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Deputies, those of one name told apart by their constituency."""

    def label_from_instance(self, obj: Deputy) -> str:
        """Return name and constituency."""
        return f"{obj.name}（{obj.constituency}）"


class DraftChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Consultations by their titles, with the day they close."""

    def label_from_instance(self, obj: ConsultationPage) -> str:
        """Return title and last day."""
        return f"{obj.title}（{timezone.localtime(obj.closes_at):%Y-%m-%d}截止）"


class IntakeForm(forms.Form):
    """登记来访来电来信."""

    template_name = "casework/step_form.html"

    channel = forms.ChoiceField(
        label=_("怎样收到的"), choices=[(channel.value, channel.label) for channel in OFFICE_CHANNELS]
    )
    received_on = forms.DateField(
        label=_("收到日期"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("办理期限从这一天算起。不填就是今天；接待日收到的，不填就是接待那天。"),
    )
    reception = ReceptionChoice(
        label=_("哪一次接待"),
        queryset=Reception.objects.none(),
        required=False,
        help_text=_("接待日收到的才选"),
    )
    station = StationChoice(label=_("联络站"), queryset=StationPage.objects.none(), required=False)
    deputy = DeputyChoice(label=_("向哪位代表反映"), queryset=Deputy.objects.none(), required=False)
    consultation = DraftChoice(
        label=_("对哪份草案"),
        queryset=ConsultationPage.objects.none(),
        required=False,
        help_text=_("对征求意见稿提的才选；截止那天以前收到的，截止后30天内可以补录"),
    )
    article = CleanCharField(
        label=_("对哪一条"),
        max_length=30,
        required=False,
        help_text=_("例：第九条；不填就是对整份草案。一封信说了几条的，一条一录"),
    )
    text = CleanCharField(
        label=_("意见内容"),
        max_length=TEXT_MAX,
        min_length=TEXT_MIN,
        multiline=True,
        error_messages={"required": _("请写下来访人说的意见。")},
        widget=forms.Textarea({"rows": 8, "autofocus": True}),
        help_text=_("按来访人的原话记，一件一录；不要写身份证号、门牌号和别人的病情。"),
    )
    language_note = CleanCharField(
        label=_("方言或语言说明"),
        max_length=80,
        required=False,
        help_text=_("例：用本地话讲，由工作人员转写；手语；少数民族语言，由家人翻译"),
    )
    place = CleanCharField(
        label=_("事情发生在哪里"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"list": "area-names", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("登记时再分")), *Category.choices]
    )
    scans = PhotosField(
        label=_("来信扫描件或照片"), help_text=_("最多6张，每张8 MB以内；会去掉拍摄地点等信息")
    )
    name = CleanCharField(label=_("怎么称呼"), max_length=40, required=False, help_text=_("可以不留"))
    contact = CleanCharField(
        label=_("联系方式"),
        max_length=80,
        required=False,
        help_text=_("可以不留；不留就凭回执上的编号和查询码查答复"),
    )
    told_notice = forms.BooleanField(
        label=_("已告知来访人：谁保存这些信息、作什么用、保存多久、可以怎样查询和删除"), required=False
    )
    consents_to_publication = forms.BooleanField(
        label=_("来访人同意：隐去个人信息后，把这条意见和答复公开在网站上"), required=False
    )
    age_statement = forms.ChoiceField(
        label=_("年龄"),
        required=False,
        choices=[
            (AgeStatement.ADULT_OR_14, _("来访人已满14周岁")),
            (AgeStatement.GUARDIAN, _("由监护人代未满14周岁的孩子反映")),
        ],
    )

    def __init__(self, *args: Any, user: User, congress: Congress, **kwargs: Any) -> None:
        """Offer the stations, receptions and deputies of one congress."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.congress = congress
        self.photos: list[ProcessedPhoto] = []
        offers: dict[str, Any] = {
            "station": queries_intake.stations_to_enter_for(user, congress),
            "reception": queries_intake.receptions_to_enter_for(user, congress),
            "deputy": queries_intake.deputies_to_name(congress).select_related("congress", "station"),
            "consultation": queries_intake.drafts_to_enter_for(congress),
        }
        for name, rows in offers.items():
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows
        self.bound_to_stations = queries_intake.is_bound_to_stations(user, congress)
        if not self.bound_to_stations:
            self.initial.setdefault("channel", Channel.PHONE)
        today = timezone.localdate()
        limits = {"max": today.isoformat(), "min": (today - timedelta(days=MAX_DAYS_LATE)).isoformat()}
        self.fields["received_on"].widget.attrs.update(limits)

    def clean_scans(self) -> list[ProcessedPhoto]:
        """Make each picture anew; each refusal names the file."""
        uploads = self.cleaned_data["scans"]
        if len(uploads) > MAX_SCANS:
            raise forms.ValidationError(_("最多放%(limit)d张，请重新选择。"), params={"limit": MAX_SCANS})
        errors = []
        for upload in uploads:
            try:
                self.photos.append(process_photo(upload))
            except PhotoError as error:
                name = safe_name(upload.name or "")
                errors.append(_("“%(name)s”没有收下：%(why)s") % {"name": name, "why": error.reason})
        if errors:
            raise forms.ValidationError(errors)
        return self.photos

    def clean(self) -> dict[str, Any]:
        """Fill in what follows from the reception; ask an officer for the station."""
        data = super().clean() or self.cleaned_data
        reception = data.get("reception")
        if reception is not None:
            if data.get("station") not in {None, reception.station}:
                self.add_error("station", _("这次接待不在这个联络站。"))
            data["station"] = reception.station
            if "received_on" in data:
                data["received_on"] = data["received_on"] or reception.date
        if "received_on" in data:
            data["received_on"] = data["received_on"] or timezone.localdate()
        self._check_draft(data)
        if self.bound_to_stations and not data.get("station") and "station" not in self.errors:
            self.add_error("station", _("请选择您负责的联络站。"))
        return data

    def _check_draft(self, data: dict[str, Any]) -> None:
        """Find the article on the draft; the letter must have come while it was open."""
        draft, asked = data.get("consultation"), data.get("article", "")
        self.row: Article | None = None
        if draft is None:
            if asked and "consultation" not in self.errors:
                self.add_error("consultation", _("写了条文的，请选是哪份草案。"))
            return
        if "received_on" in data and not draft.took_letters_on(data["received_on"]):
            self.add_error("received_on", _("这一天不在这份草案征求意见的时间里。"))
        if asked:
            rows = list(draft.articles.all())
            row = find_row(rows, asked)
            self.row = row if row is not None and row.is_answerable else None
            if self.row is None:
                self.add_error("article", _("草案里没有这一条。") + range_words(rows))

    def arguments(self) -> dict[str, Any]:
        """Return what was entered as the arguments of the action, once the form is valid."""
        data = self.cleaned_data
        opinion = Opinion(
            target=Target(
                self.congress,
                station=data["station"],
                deputy=data["deputy"],
                consultation=data["consultation"],
                article=self.row,
            ),
            channel=data["channel"],
            text=data["text"],
            category=data["category"],
            place=data["place"],
            name=data["name"],
            contact=data["contact"],
            consents_to_publication=data["consents_to_publication"],
            age_statement=data["age_statement"] or AgeStatement.ADULT_OR_14,
            photos=tuple(self.photos),
        )
        kept = ("received_on", "reception", "language_note", "told_notice")
        return {"opinion": opinion, **{name: data[name] for name in kept}}

    def carried_on(self) -> dict[str, str]:
        """Return what the form for the next visitor starts from."""
        data = self.cleaned_data
        kept = {name: data[name] for name in CARRIED_ON if data.get(name)}
        return {name: str(getattr(value, "pk", value)) for name, value in kept.items()}
