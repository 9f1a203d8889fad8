"""Invented content for every component of the public site, shown under DEBUG and tested for accessibility."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

PHOTO_PIXEL = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'%3E"
    "%3Crect width='4' height='3' fill='%239db8c4'/%3E%3C/svg%3E"
)
QR_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21"><path stroke="#000" '
    'd="M1 1.5h7m2 0h3m1 0h6M1 2.5h1m5 0h1m3 0h2m2 0h1m4 0h1M1 4.5h7m1 0h4m2 0h5'
    'M3 8.5h9m1 0h6M2 12.5h4m3 0h9"/></svg>'
)
PLACES = [("", "全部乡镇街道"), ("liutang", "柳塘镇"), ("nanbu", "南埠街道")]


class OpinionSample(forms.Form):
    """Each kind of field that the real forms use."""

    text = forms.CharField(
        label="您的意见",
        help_text="写清楚时间、地点和希望怎么办，办得更快。",
        widget=forms.Textarea(attrs={"data-count": "5000", "rows": 6}),
        error_messages={"required": "请写下您的意见，一句话也可以。"},
    )
    place = forms.ChoiceField(label="事情在哪里", choices=PLACES, required=False)
    name = forms.CharField(label="怎么称呼您", required=False, help_text="可以只写姓，例如：李先生。")
    wish = forms.ChoiceField(
        label="希望怎样告诉您结果",
        choices=[("code", "我自己凭查询码看"), ("phone", "打电话告诉我")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种方式。"},
    )
    photos = forms.FileField(label="照片", required=False, help_text="最多 3 张，每张不超过 10 MB。")
    consent = forms.BooleanField(label="同意在隐去个人信息后公开这条意见和答复", required=False)


class ContactSample(forms.Form):
    """Fields with a reason and no help text."""

    phone = forms.CharField(label="联系电话", required=False)
    age = forms.BooleanField(label="我已满 14 周岁，或由监护人代为提交")


class FilterSample(forms.Form):
    """A filter above a list."""

    place = forms.ChoiceField(label="乡镇街道", choices=PLACES, required=False)
    q = forms.CharField(label="标题里有", required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show all components."""
    bad = OpinionSample(data={"name": "李"})
    context = {
        "sample": _sample(timezone.localtime()),
        "bad_form": bad,
        "form": ContactSample(auto_id="plain_%s"),
        "filter": FilterSample(auto_id="filter_%s"),
    }
    return render(request, "styleguide/index.html", context)


def _sample(now: datetime) -> dict[str, Any]:
    day = timedelta(days=1)
    return {**_lists(now, day), **_texts(now, day)}


def _lists(now: datetime, day: timedelta) -> dict[str, Any]:
    draft = "柳塘镇乡村道路养护办法（草案）"
    return {
        "consultations": [
            {
                "title": draft,
                "state": "open",
                "closes_at": now + 3 * day,
                "time_left": "还剩 3 天",
                "congress": "柳塘镇人大",
                "summary": "管好村里的路：谁来修、多久修、钱从哪来。",
                "opinion_count": 12,
            },
            {
                "title": "南埠街道老旧小区加装电梯补助方案",
                "state": "upcoming",
                "opens_at": now + 2 * day,
                "closes_at": now + 32 * day,
                "congress": "南埠街道人大工委",
            },
            {
                "title": "2027 年民生实事项目征集",
                "state": "closed",
                "closes_at": now - 9 * day,
                "congress": "青禾县人大常委会",
                "opinion_count": 0,
                "result_url": "#part-cards",
            },
        ],
        "notices": [
            {
                "title": "柳塘镇第二十届人民代表大会第三次会议将于下月召开",
                "kind": "会议通知",
                "published_on": now,
                "issuer": "柳塘镇人民代表大会主席团",
                "number": "柳人大〔2026〕3号",
            },
            {
                "title": "关于征求《" + draft + "》意见的公告",
                "kind": "征求意见公告",
                "published_on": now - 4 * day,
                "issuer": "柳塘镇人民代表大会主席团",
                "number": "柳人大〔2026〕2号",
                "correction": "已更正",
            },
        ],
        "stations": [
            {
                "name": "柳塘镇中心代表联络站",
                "kind": "中心站",
                "congress": "柳塘镇",
                "address": "人民路 8 号一楼",
                "phone": "0000-1234567",
                "hours": "工作日 8:30—17:30",
                "next_reception": "6月10日 9:00—11:00，张禾、李桥",
                "photo": {"url": PHOTO_PIXEL, "alt": "联络站门口"},
            },
            {
                "name": "南埠街道河东代表之家",
                "kind": "代表之家",
                "congress": "南埠街道",
                "address": "河东社区服务中心二楼",
                "state_label": "暂停开放",
                "state_tone": "warning",
            },
        ],
        "deputies": [
            {
                "name": "张禾",
                "constituency": "柳塘镇第三选区",
                "deputy_level": "县、镇人大代表",
                "station": "柳塘镇中心代表联络站",
            },
            {
                "name": "欧阳小桥",
                "constituency": "南埠街道第一选区",
                "deputy_level": "县人大代表",
                "photo": {"url": PHOTO_PIXEL},
            },
        ],
        "receptions": [
            {
                "starts_at": now + 5 * day,
                "ends_at": now + 5 * day + timedelta(hours=2),
                "place": "联络站接待室",
                "topic": "农村饮水",
                "deputies": ["张禾", "李桥"],
                "state_label": "已公告",
                "state_tone": "upcoming",
                "station": "柳塘镇中心代表联络站",
            },
            {
                "starts_at": now + 12 * day,
                "place": "河东社区",
                "state_label": "已取消",
                "state_tone": "problem",
                "is_off": True,
                "reason": "因防汛值班取消，改到下月同一日。",
            },
        ],
        "answers": [
            {
                "title": "希望修好河东村到镇上的路灯",
                "question": "河东村口到镇上两公里，有六盏灯不亮，老人晚上走路看不清。" * 3,
                "answer": "已于 5 月 20 日更换六盏灯具并接通电源，今后由村委会每月检查一次，坏了三日内修好。",
                "office": "柳塘镇人民政府",
                "received_on": now - 20 * day,
                "answered_on": now - 6 * day,
                "number": "QH-2026-000101",
                "category": "交通出行",
                "rating": "满意",
            }
        ],
        "page": Paginator(range(30), 10).page(2),
        "query": QueryDict("kind=notice"),
    }


def _texts(now: datetime, day: timedelta) -> dict[str, Any]:
    return {
        "now": now,
        "title_meta": ["柳塘镇人民代表大会主席团", "柳人大〔2026〕2号"],
        "entrances": [
            {
                "title": "写意见",
                "text": "给代表、联络站或正在征求意见的草案",
                "url": "#part-form",
                "is_main": True,
            },
            {"title": "查进度", "text": "凭受理编号和查询码", "url": "#part-receipt"},
            {"title": "找代表", "text": "按村、社区查找", "url": "#part-cards"},
        ],
        "tags": [
            {"label": label, "tone": tone}
            for label, tone in (
                ("正在征求意见", "open"),
                ("即将开始", "upcoming"),
                ("办理中", "active"),
                ("已答复", "done"),
                ("已超期", "warning"),
                ("不予接收", "problem"),
                ("已截止", "closed"),
            )
        ],
        "boxes": [
            {
                "kind": "info",
                "title": "不是您要找的地方？",
                "text": "诉讼、仲裁、复议事项请走法定渠道。",
                "url": "#part-tags",
                "url_label": "看看应该找谁",
            },
            {"kind": "warn", "text": "本公告已更正，请以更正后的为准。"},
            {"kind": "success", "text": "您的意见已收到。"},
            {"kind": "error", "title": "暂时不能提交", "text": "您写的内容还在，请过几分钟再试。"},
        ],
        "toc": [
            {"title": "草案说明", "url": "#part-draft"},
            {"title": "第三条　养护责任", "url": "#art-3", "level": 2},
        ],
        "articles": [
            {
                "anchor": "art-3",
                "number": "第三条",
                "heading": "养护责任",
                "text": "村道由村民委员会负责日常养护，镇人民政府给予补助。\n\n补助标准由镇人民政府每年公布。",
                "plain_note": "村里的路归村里管，镇里补钱。",
                "opinion_count": 4,
            },
            {
                "anchor": "art-4",
                "number": "第四条",
                "text": "养护经费专款专用，每半年向村民公布一次。",
                "opinion_count": 0,
            },
        ],
        "prose": mark_safe(
            "<p>为了让大家出行更方便，主席团起草了本办法。</p><h3>主要内容</h3><ul><li>谁来养护</li><li>钱从哪来</li></ul>"
            '<blockquote>详见<a href="#part-draft">说明全文</a>。</blockquote>'
        ),
        "table": {
            "columns": ["日期", "地点", "代表"],
            "rows": [
                [
                    {"text": "6月10日", "label": "日期"},
                    {"text": "中心站", "label": "地点", "url": "#part-cards"},
                    {"text": "张禾、李桥", "label": "代表"},
                ]
            ],
        },
        "photos": [{"url": PHOTO_PIXEL, "alt": "代表在田间走访", "caption": "5 月走访河东村"}] * 3,
        "examples": {"text": "河东村口有六盏路灯不亮"},
        "qr": QR_SVG,
        "facts": [
            {"label": "办理单位", "value": "柳塘镇人民政府"},
            {"label": "答复期限", "lines": ["6月30日前", "依据：信访工作条例"]},
            {"label": "草案", "value": "查看草案", "url": "#part-draft"},
        ],
        "timeline": [
            {"title": "已收到", "at": now - 3 * day, "text": "系统已登记。"},
            {"title": "已受理", "at": now - day, "text": "交柳塘镇人民政府办理。", "is_current": True},
            {"title": "答复", "is_ahead": True},
        ],
        "reply": {
            "asked": "河东村口的路灯不亮。\n请早点修。",
            "answered": "已更换六盏灯具。如再有损坏，请拨打镇值班电话。",
        },
    }
