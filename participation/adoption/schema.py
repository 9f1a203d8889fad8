"""The JSON Schema of the open data, served with it; the page that documents the fields is made from it.

Descriptions are in Chinese: they are read by whoever uses the data.
"""

from typing import Any

FORMAT, VERSION = "consultations", 1
Schema = dict[str, Any]


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description} | more


def _number(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _maybe(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def _object(properties: dict[str, Schema], description: str = "") -> Schema:
    found: Schema = {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip
    return found | ({"description": description} if description else {})


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _shown(description: str) -> Schema:
    return {
        "anyOf": [{"type": "integer", "minimum": 0}, {"enum": ["<5", "hidden"]}],
        "description": f"{description}；少于5写“<5”，为免倒推而不列的写“hidden”",
    }


_TIME = {"format": "date-time"}
_VERSION = {
    "number": _number("版次"),
    "stage": _text("稿次代码"),
    "stage_label": _text("稿次"),
    "published_at": _text("公布时间", **_TIME),
    "note": _text("这一稿的说明"),
}
_ROW = _object(
    {
        "key": _text("条文的固定标识，各稿之间不变"),
        "sources": _list({"type": "string"}, "并入这一条的其他条文的标识"),
        "kind": _text("heading 标题、article 条文、project 候选项目、intro 序言、annex 附件"),
        "level": _number("层级：1编 2分编 3章 4节 5条"),
        "label": _text("序号"),
        "heading": _text("标题"),
        "text": _text("文字"),
    }
)
_SUMMARY: dict[str, Schema] = {
    "id": _number("编号，不变"),
    "title": _text("名称"),
    "url": _text("网页地址", format="uri"),
    "data_url": _text("这一次征求意见的数据地址", format="uri"),
    "congress": {
        "anyOf": [_object({"name": _text("名称"), "slug": _text("地址里的名字")}), {"type": "null"}],
        "description": "哪个人大",
    },
    "kind": _text("类型代码"),
    "kind_label": _text("类型"),
    "stage": _text("稿次代码"),
    "stage_label": _text("稿次"),
    "state": _text("upcoming 尚未开始、open 正在征求、closed 已截止、withdrawn 已撤回"),
    "opens_at": _text("开始时间", **_TIME),
    "closes_at": _text("截止时间", **_TIME),
    "is_withdrawn": {"type": "boolean", "description": "是否已撤回"},
    "follows": _maybe(_number("同一部草案上一次征求意见的编号")),
    "counts": _object({"opinions": _number("收到的意见条数"), "people": _number("参与人数")}),
    "versions": _list(_object(_VERSION), "公布过的各稿"),
    "result": _object(
        {
            "due_on": _maybe(_text("结果应公布的日期", format="date")),
            "published_at": _maybe(_text("结果公布的时间", **_TIME)),
            "edition": _maybe(_number("结果的版次，更正一次加一")),
            "url": _maybe(_text("结果的网页地址", format="uri")),
        }
    ),
}
_COUNTS = _object(
    {
        "opinions": _number("意见条数"),
        "people": _number("参与人数"),
        "by_scope": _list(
            _object(
                {
                    "scope": _text("条文的标识，whole 整份草案，questions 重点问题"),
                    "opinions": _number("意见条数"),
                    "people": _number("人数"),
                }
            ),
            "每一条收到的意见",
        ),
    }
)
_GROUP = _object(
    {
        "summary": _text("这一类意见的概括"),
        "decision": _text(
            "adopted 采纳、partly 部分采纳、covered 已体现、not 未采纳、other 转其他渠道、unrelated 与本次征集无关"
        ),
        "decision_label": _text("采纳情况"),
        "reason": _text("理由"),
        "wording": _text("修改后的条文"),
        "opinions": _shown("条数"),
    }
)  # fmt: skip
_WAY = _object(
    {
        "channel": _text("web 网页、qr 扫码、office 由工作人员登记"),
        "label": _text("渠道"),
        "opinions": _shown("意见条数"),
        "people": _shown("人数"),
    }
)
_RESULT = _object(
    {
        "edition": _number("版次"),
        "published_at": _text("公布时间", **_TIME),
        "correction_note": _text("更正了什么"),
        "intro": _text("说明"),
        "next_steps": _text("下一步"),
        "text_version": _maybe(_number("意见是对第几稿提的")),
        "counts": _object(
            {
                "opinions": _number("计入的意见条数"),
                "people": _number("参与人数"),
                "channels": _list(_WAY, "按渠道；太少时为空"),
                "deputies": {
                    "anyOf": [_shown("条数"), {"type": "null"}],
                    "description": "其中应邀代表的意见条数，没有或不能单列时为空",
                },
            }
        ),
        "decisions": {
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "各种采纳情况有几类意见",
        },
        "articles": _list(
            _object(
                {
                    "scope": _text("条文的标识，whole 整份草案，questions 重点问题"),
                    "label": _text("序号"),
                    "heading": _text("标题"),
                    "is_gone": {"type": "boolean", "description": "后来的文本里已没有这一条"},
                    "opinions": _number("这一条的意见条数"),
                    "groups": _list(_GROUP, "各类意见"),
                }
            ),
            "逐条的采纳情况",
        ),
    }
)  # fmt: skip
_HEAD: dict[str, Schema] = {
    "format": {"const": FORMAT, "type": "string", "description": "固定为 consultations"},
    "version": {"const": VERSION, "type": "integer", "description": "数据格式的版本"},
    "schema": _text("本说明的地址", format="uri"),
}
LIST = _object(
    _HEAD
    | {
        "consultations": _list(_object(_SUMMARY), "征求意见，截止最晚的在前"),
        "next": _maybe(_text("下一页的地址", format="uri")),
    },
    "征求意见列表",
)
WHOLE = _object(
    _HEAD
    | {
        "consultation": _object(
            _SUMMARY
            | {"counts": _COUNTS, "versions": _list(_object(_VERSION | {"rows": _list(_ROW, "各条")}), "公布过的各稿")}
        ),
        "results": _list(_RESULT, "公布过的结果，各版都在"),
    },
    "一次征求意见",
)  # fmt: skip


def schema(address: str) -> Schema:
    """Return the schema: a list, or one consultation."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "征求意见数据",
        "anyOf": [{"$ref": "#/$defs/list"}, {"$ref": "#/$defs/consultation"}],
        "$defs": {"list": LIST, "consultation": WHOLE},
    }


def fields(found: Schema, prefix: str = "") -> list[tuple[str, str, str]]:
    """Return every field with its kind and meaning, for the page that documents them."""
    rows: list[tuple[str, str, str]] = []
    for name, one in found.get("properties", {}).items():
        path = f"{prefix}{name}"
        kind = one.get("type", "string | integer" if "anyOf" in one else "")
        rows.append((path, " | ".join(kind) if isinstance(kind, list) else kind, one.get("description", "")))
        inner = one.get("items", one)
        if one.get("anyOf"):
            inner = next((choice for choice in one["anyOf"] if choice.get("type") == "object"), {})
        if inner.get("type") == "object":
            rows += fields(inner, f"{path}{'[]' if 'items' in one else ''}.")
    return rows
