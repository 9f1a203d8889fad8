"""Fill a database with synthetic opinions: ``DATABASE_URL=... python -m tests.load.make_rows --cases 1000000``.

Fifteen tenants of unequal size, states as after eight years of work (about 2 % still open), texts of 30 to 150
characters from invented places and topics. Rows go in by COPY (PostgreSQL) or executemany (SQLite), with the
defaults of the models, so that a new column needs no change here.
"""

import argparse
import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.load.setup import start_django

start_django()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from casework.models import Assignment, Case, CaseWords, Event, Reply, Supervision  # noqa: E402
from participation.submissions.models import Category, Channel, PublishedCopy, Submission  # noqa: E402
from search.tokens import document_tokens  # noqa: E402
from tests.factories.accounts import make_member  # noqa: E402
from tests.factories.organizations import make_county, make_office, make_town  # noqa: E402

TOWNS, OFFICES, YEARS, CHUNK = 14, 5, 8, 5000
# state, share in 1000, open?, answered?
STATES = (
    ("received", 3, True, False),
    ("registered", 2, True, False),
    ("more", 1, True, False),
    ("accepted", 2, True, False),
    ("assigned", 9, True, False),
    ("returned", 1, True, False),
    ("drafted", 2, True, False),
    ("replied", 60, True, True),
    ("closed", 720, False, True),
    ("declined", 80, False, False),
    ("merged", 90, False, False),
    ("withdrawn", 30, False, False),
)
PLACES = [
    f"{a}{b}{c}" for a in "东西南北上下前后" for b in "河沟坡湾桥岭塘坝" for c in ("村", "组", "街", "小区")
]
TOPICS = (
    "路灯坏了",
    "自来水没压力",
    "垃圾没人清运",
    "村道坑洼不平",
    "公交车班次太少",
    "电梯经常停运",
    "下水道堵塞",
    "学校门口没有斑马线",
    "灌溉渠淤塞",
    "网络信号差",
    "养老服务点不开门",
    "噪音扰民",
    "医保报销手续多",
    "停车位不够",
    "树枝压着电线",
    "图书室缺书",
)
DETAILS = (
    "晚上老人出门看不见路",
    "已经快一个月了",
    "向村里反映过没有下文",
    "希望尽快派人来看看",
    "下雨天尤其严重",
    "孩子上学不安全",
    "邻居们都有意见",
    "请告诉我们什么时候能修",
    "去年修过一次又坏了",
    "附近二十多户受影响",
    "打过电话没有人接",
    "建议列入明年计划",
)
CATEGORIES, CHANNELS = Category.values, Channel.values


class Table:
    """Rows of one model on their way into the database."""

    def __init__(self, model: Any) -> None:
        """Take the columns and their defaults from the model."""
        self.model: Any = model
        self.rows: list[Any] = []
        fields = model._meta.concrete_fields
        self.places = {field.attname: place for place, field in enumerate(fields)}
        self.columns = [field.column for field in fields]
        self.fields = fields
        self.defaults = [field.get_db_prep_save(field.get_default(), connection) for field in fields]
        self.next_pk = (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1

    def add(self, **values: Any) -> int:
        """Add a row with the next key; what is not given is the model's default."""
        row = list(self.defaults)
        pk = values.pop("pk", None) or self.next_pk
        self.next_pk = pk + 1
        row[self.places[self.model._meta.pk.attname]] = pk
        for name, value in values.items():
            row[self.places[name]] = value
        self.rows.append(row)
        return pk

    def flush(self) -> None:
        """Write what has gathered."""
        if not self.rows:
            return
        names = ", ".join(f'"{name}"' for name in self.columns)
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                prepared = [[_sqlite(value) for value in row] for row in self.rows]
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", prepared)
        self.rows = []

    def finish(self) -> None:
        """Have the sequence go on after our keys."""
        self.flush()
        if connection.vendor == "postgresql" and self.model is not CaseWords:
            with connection.cursor() as cursor:
                table = self.model._meta.db_table
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, self.next_pk])


def _sqlite(value: Any) -> Any:
    """Return a value as SQLite keeps it."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def people() -> list[dict[str, Any]]:
    """Make tenants, offices and accounts; town 1 has a clerk and a handler who sign in for the measurements."""
    made = []
    county = make_county()
    towns = [county, *(make_town(f"测试{n}镇", f"load{n}", f"T{chr(64 + n)}") for n in range(1, TOWNS + 1))]
    for place, congress in enumerate(towns):
        known = User.objects.filter(username=f"load-clerk-{place}").first()
        clerk = known or make_member(Role.CLERK, congress, username=f"load-clerk-{place}")
        offices = [make_office(congress, f"承办单位{n}") for n in range(OFFICES)]
        if known is None:
            make_member(Role.CHAIR, congress, username=f"load-chair-{place}")
            make_member(Role.HANDLER, congress, offices[0], username=f"load-handler-{place}")
        chair = User.objects.get(username=f"load-chair-{place}")
        made.append(
            {"congress": congress, "clerk": clerk.pk, "chair": chair.pk, "offices": [o.pk for o in offices]}
        )
    if not User.objects.filter(username="load-county").exists():
        make_member(Role.COUNTY_OFFICE, county, username="load-county")
    return made


class Maker:
    """Makes cases with all that hangs on them."""

    def __init__(self, cases: int) -> None:
        """Prepare tables and distribution."""
        self.random = random.Random(20_261_123)
        self.people, self.total = people(), cases
        models = (Case, Submission, Event, Assignment, Reply, PublishedCopy, CaseWords, Supervision)
        self.tables = {model: Table(model) for model in models}
        self.weights = [1 / (place + 1) ** 0.7 for place in range(len(self.people))]
        self.start = datetime.now(UTC) - timedelta(days=365 * YEARS)

    def run(self) -> None:
        """Make all of them, oldest first."""
        shares = [share for _name, share, _open, _answered in STATES]
        step = timedelta(days=365 * YEARS) / self.total
        owners = self.random.choices(self.people, self.weights, k=self.total)
        states = self.random.choices(STATES, shares, k=self.total)
        for place in range(self.total):
            self.one(place, self.start + step * place, owners[place], states[place])
            if place % CHUNK == CHUNK - 1:
                with transaction.atomic():  # else SQLite would commit each row
                    for table in self.tables.values():
                        table.flush()
        with transaction.atomic():
            for table in self.tables.values():
                table.finish()

    def text(self) -> str:
        """Return what a citizen might write."""
        pick = self.random.choice
        details = "，".join(self.random.sample(DETAILS, self.random.randint(1, 6)))
        return f"{pick(PLACES)}{pick(TOPICS)}，{details}。"

    def one(
        self, place: int, at: datetime, owner: dict[str, Any], state: tuple[str, int, bool, bool]
    ) -> None:
        """Make one case."""
        name, _share, is_open, is_answered = state
        if is_open and not is_answered:  # what is still open came in lately
            at = datetime.now(UTC) - timedelta(days=self.random.random() * 75)
        text, rnd, congress = self.text(), self.random.random, owner["congress"]
        number = f"{congress.number_prefix}-{at.year}-{place + 1:07d}"
        due, done = (at + timedelta(days=60)).date(), at + timedelta(days=1 + 50 * rnd())
        handled = is_answered or name in {"assigned", "drafted"}
        office = owner["offices"][int(rnd() * OFFICES)] if handled else None
        case = self.tables[Case].add(
            number=number,
            kind="submission",
            status=name,
            congress_id=congress.pk,
            summary=text[:80],
            lead_office_id=office,
            received_at=at,
            due_on=due,
            due_explanation="办理答复：自收到之日起60日",
            answered_at=done if is_answered else None,
            closed_at=None if is_open else done,
        )
        category = CATEGORIES[int(len(CATEGORIES) * rnd() ** 1.5)]
        rated = is_answered and rnd() < 0.3
        rating = ("satisfied" if rnd() < 0.7 else "not" if rnd() < 0.2 else "mostly") if rated else ""
        submission = self.tables[Submission].add(
            case_id=case,
            channel=CHANNELS[int(len(CHANNELS) * rnd() ** 3)],
            category=category,
            text=text,
            place="",
            consents_to_publication=rnd() < 0.4,
            consent_version="load",
            age_statement="14plus",
            rating=rating,
            token_hash=f"{case:064x}",
            code_hash="x",
            rated_at=done if rated else None,
        )
        self.tables[CaseWords].add(pk=case, words=" ".join(document_tokens(text)))
        self.trail(case, at, done, owner, office, state)
        if is_answered and rnd() < 0.35:
            self.tables[PublishedCopy].add(
                submission_id=submission,
                congress_id=congress.pk,
                number=number,
                title=text[:20],
                text=text,
                reply=text,
                body_name="承办单位",
                category=category,
                rating=rating,
                received_on=at.date(),
                answered_on=done.date(),
                prepared_by_id=owner["clerk"],
                approved_by_id=owner["chair"],
                published_at=done,
            )

    def trail(
        self, case: int, at: datetime, done: datetime, owner: Any, office: int | None, state: Any
    ) -> None:
        """Make events, assignment and reply."""
        name, _share, is_open, is_answered = state
        self.tables[Event].add(case_id=case, name="submit", to_status="received", at=at)
        if name != "received":
            self.tables[Event].add(
                case_id=case,
                name="register",
                from_status="received",
                to_status=name,
                at=at,
                actor_id=owner["clerk"],
            )
        if office:
            self.tables[Assignment].add(
                case_id=case,
                office_id=office,
                assigned_by_id=owner["clerk"],
                assigned_at=at,
                due_on=(at + timedelta(days=30)).date(),
                due_explanation="内部目标",
                done_at=done if is_answered else None,
            )
        if is_answered:
            self.tables[Reply].add(
                case_id=case,
                text="经现场查看，已安排维修，预计下月完成。",
                body_name="承办单位",
                author_id=owner["clerk"],
                drafted_at=done,
                signed_by_id=owner["chair"],
                signed_at=done,
            )
        if is_open and not is_answered and self.random.random() < 0.02:
            self.tables[Supervision].add(
                case_id=case,
                by_id=owner["chair"],
                demand="请说明进展",
                respond_by=done.date(),
                due_explanation="七日",
            )


def main() -> None:
    """Migrate, fill, gather statistics."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    began = time.monotonic()
    Maker(options.cases).run()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(f"{options.cases} cases in {time.monotonic() - began:.0f} s on {connection.vendor}")


if __name__ == "__main__":
    main()
