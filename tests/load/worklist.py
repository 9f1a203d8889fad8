"""Measure the office's lists on a filled database: ``DATABASE_URL=... python -m tests.load.worklist --save FILE``.

Prints for each screen the number of queries, the database's time and the whole time (best of several, in ms), and
the plan of its slowest query. ``--against FILE`` adds the ratio to an earlier run, say at 10,000 rows.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from tests.load.setup import start_django

start_django()
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from casework.models import Case  # noqa: E402
from casework.worklist import BY_KEY, page_of  # noqa: E402

ROUNDS = 5
ORDERS = ("received_at", "-received_at")
LIST = "/admin/cases/?tab=all"
SCREENS = {
    "first page": LIST,
    "waiting for me": "/admin/cases/?tab=mine",
    "overdue": "/admin/cases/?tab=overdue",
    "by due date": f"{LIST}&sort=due",
    "supervised": "/admin/cases/?tab=supervised",
    "state": f"{LIST}&status=closed",
    "rare state": f"{LIST}&status=returned",
    "category": f"{LIST}&category=farmland",
    "channel and dates": f"{LIST}&channel=phone&received_from=2024-01-01&received_to=2024-06-30",
    "not satisfied": f"{LIST}&flag=unsatisfied",
    "handler": f"{LIST}&handler=承办单位1",
    "frequent word": f"{LIST}&q=路灯",
    "place (rarer word)": f"{LIST}&q=东河村路灯坏了",
    "absent word": f"{LIST}&q=飞机场",
    "number": f"{LIST}&q=T",
}
WHO = {"town clerk": "load-clerk-1", "county": "load-county", "handler": "load-handler-1"}


def deep_page(user: User) -> str:
    """Return the address of a page in the middle of the whole list."""
    by_age = [Case.objects.order_by(name).values_list("received_at", flat=True)[0] for name in ORDERS]
    middle = by_age[0] + (by_age[1] - by_age[0]) / 2
    page = page_of(BY_KEY["all"], user, {"received_to": middle.date()}, None)
    return f"{LIST}&cursor={page.next_cursor}"


def measured(client: Client, address: str) -> dict[str, object]:
    """Return queries and times of one screen, and its slowest query's plan."""
    whole, database = [], []
    client.get(address)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        whole.append((time.perf_counter() - began) * 1000)
        database.append(sum(float(query["time"]) for query in captured) * 1000)
        assert response.status_code == 200, (address, response.status_code)
    slowest = max(captured, key=lambda query: float(query["time"]))["sql"]
    return {
        "queries": len(captured),
        "database": round(min(database), 1),
        "whole": round(min(whole), 1),
        "plan": plan_of(slowest),
    }


def plan_of(sql: str) -> list[str]:
    """Return how the database answers a query."""
    how = (
        "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    )
    if not sql.lstrip().upper().startswith("SELECT"):
        return []
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"{how} {sql.replace('%', '%%') if connection.vendor == 'sqlite' else sql}")
        except Exception as error:  # SQLite's log of a query is not always valid SQL
            return [str(error)[:100]]
        return [str(row[-1]) for row in cursor.fetchall()][:40]


def shown(screen: str, row: dict[str, Any], before: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Print the line of a screen."""
    ratio = f"{row['whole'] / before[screen]['whole']:.1f}" if screen in before else ""
    line = f"{screen:36}{row['queries']:>8}{row['database']:>9}{row['whole']:>9}{ratio:>7}"
    print(line, flush=True)
    return row


def main() -> None:
    """Measure every screen for each role."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--save", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--plans", action="store_true")
    options = parser.parse_args()
    before = json.loads(options.against.read_text()) if options.against else {}
    results: dict[str, dict[str, object]] = {}
    print(f"{connection.vendor}, {Case.objects.count()} cases")
    print(f"{'screen':36}{'queries':>8}{'db ms':>9}{'all ms':>9}{'ratio':>7}")
    for role, name in WHO.items():
        user, client = User.objects.get(username=name), Client()
        client.force_login(user)
        case = page_of(BY_KEY["all"], user, {}, None).items[0]
        screens = SCREENS | {"deep page": deep_page(user), "case": f"/admin/cases/{case.number}/"}
        for screen, address in screens.items():
            results[f"{role}: {screen}"] = shown(f"{role}: {screen}", measured(client, address), before)
    anonymous = Client()
    for screen, address in {
        "published answers": "/answers/",
        "answers, category": "/answers/?category=farmland",
    }.items():
        results[f"anybody: {screen}"] = shown(f"anybody: {screen}", measured(anonymous, address), before)
    if options.plans:
        for screen, row in results.items():
            print(screen, *row["plan"], sep="\n    ")
    if options.save:
        options.save.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
