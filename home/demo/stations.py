"""Liaison stations of the demo and their reception days, always some of them still to come."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Page

from accounts.roles import Role
from home.demo.clock import at_hour, clock_at, next_working_day, office_moment
from home.demo.county import TENANTS, Tenant
from home.demo.images import HOUSES, house, store
from home.demo.names import BOTH_LEVELS, RECEPTION
from home.demo.pages import add_published
from home.demo.world import World
from liaison.stations.models import (
    Reception,
    ReceptionStatus,
    StationIndexPage,
    StationKind,
    StationPage,
    StationStatus,
)
from organizations.models import Area, Congress

RULES = (
    "接待制度：每月至少接待一次，接待日提前三天公告\n登记制度：群众说的每一件都登记、给编号\n"
    "转办制度：当场说不清的，由人大交有关单位办理\n反馈制度：十五日内告知去向，办完告知结果\n"
    "保密制度：不向被反映人和无关人员透露反映人的信息"
)
PLAN = (
    "每月10日、25日接待群众（遇节假日顺延）\n每季度组织一次代表小组活动\n"
    "上半年：农村饮水和路灯维护专题\n下半年：老人助餐和冬季用电安全专题\n年底：向选民报告履职情况"
)
EQUIPMENT = "接待室一间、会议桌椅、意见箱、公告栏、电脑和打印机、老花镜、放大镜、饮水机"
TOPICS = (
    "冬季饮水保障", "村组道路和路灯", "老人助餐和就医", "学校门口的交通", "农田灌溉和清淤", "垃圾分类和清运",
)  # fmt: skip
# Days from today; the days before today were held, the others have been announced or are being planned.
RHYTHM = (-81, -67, -53, -39, -25, -11, 3, 10, 24)
PLANNED_AFTER = 20
KEEP_AHEAD = 2


def build_stations(world: World) -> None:
    """Set up the stations: five in 柳塘镇, one in every other place and one of the county."""
    folder = world.congresses["qinghe"].collection
    world.pictures = [
        store(house(n), f"联络站照片（示意{n + 1}）", f"station-{n + 1}.jpg", folder)
        for n in range(len(HOUSES))
    ]
    written = world.data("stations")
    for number, item in enumerate(written["station"]):
        if world.has(item["congress"]):
            add_station(world, item, number)
    described = {item["congress"] for item in written["station"]}
    for number, tenant in enumerate(TENANTS):
        if world.has(tenant.slug) and tenant.slug not in described:
            add_station(world, plain_station(tenant), number)


def plain_station(tenant: Tenant) -> dict[str, str]:
    """Return the description of a station like many others."""
    return {
        "key": tenant.slug,
        "congress": tenant.slug,
        "kind": StationKind.STATION,
        "title": f"{tenant.name}人大代表联络站",
        "address": f"{tenant.name}便民服务中心一楼东侧",
        "directions": f"乘坐城乡公交到{tenant.short}站下，往便民服务中心走约一百米；院内可以停车",
        "phone": f"0000-61{tenant.slug.encode()[0]:03d}{len(tenant.name)}6",
        "head": tenant.villages[0][0] + "望平",
        "officer": tenant.villages[-1][0] + "禾宁",
        "introduction": f"{tenant.name}的县、镇两级代表在这里接待群众，听取意见，反馈办理情况。",
        "accessibility": "一楼接待，门口有坡道；可以用方言交流，工作人员可以代为登记。",
    }


def add_station(world: World, item: dict[str, str], number: int) -> None:
    """Add and publish one station with every field filled."""
    slug = item["congress"]
    congress = world.congresses[slug]
    page = StationPage(
        title=item["title"],
        slug=item["key"],
        kind=item["kind"],
        status=item.get("status", StationStatus.OPEN),
        introduction=item["introduction"],
        address=item["address"],
        directions=item["directions"],
        opening_hours=item.get("hours", "工作日上午8:30—11:30，下午2:00—5:00；接待日照常"),
        phone=item["phone"],
        head_name=item["head"],
        officer_name=item["officer"],
        photo=world.pictures[number % len(world.pictures)],
        rules=RULES,
        annual_plan=PLAN,
        equipment=EQUIPMENT,
        accessibility=item["accessibility"],
        established_on=date(timezone.localdate(world.now).year - 4, 3 + number % 9, 10),
    )
    when = office_moment(world.now, 370, number)
    add_published(
        station_list(congress), page, world.user(slug, Role.CLERK), world.user(slug, Role.CHAIR), when
    )
    own = Area.objects.filter(congress=congress)
    page.areas.set(own.filter(name__in=item["areas"]) if "areas" in item else own)
    officer = world.users.get(f"{slug}-{Role.OFFICER}")
    if officer is not None:
        page.officers.add(officer)
    world.stations[item["key"]] = page


def station_list(congress: Congress) -> Page:
    """Return the page below which a congress's stations stand."""
    return StationIndexPage.objects.descendant_of(congress.section_page).order_by("depth").first()


def build_receptions(world: World) -> None:
    """Plan the reception days of every station, with one moved and one cancelled in 柳塘镇."""
    for number, station in enumerate(world.stations.values()):
        for order, days in enumerate(RHYTHM):
            if days > 0 and station.status != StationStatus.OPEN:
                continue
            add_reception(station, timezone.localdate(world.now) + timedelta(days=days + number % 3), order)
    central = world.stations["liutang-central"]
    coming = list(central.receptions.filter(date__gt=timezone.localdate(world.now)).order_by("date"))
    announce_water_day(world, coming[0])
    moved, cancelled = coming[1], central.receptions.filter(status=ReceptionStatus.HELD).first()
    moved.status, moved.moved_to = ReceptionStatus.MOVED, next_working_day(moved.date + timedelta(days=4))
    moved.change_reason = "当天全镇停电检修，接待改期"
    moved.full_clean()
    moved.save()
    add_reception(central, moved.moved_to, 7)
    cancelled.status, cancelled.change_reason = ReceptionStatus.CANCELLED, "台风预警，联络站当天不开放"
    cancelled.full_clean()
    cancelled.save()


def announce_water_day(world: World, reception: Reception) -> None:
    """Make the next day at the central station the one that the reception notice tells of."""
    reception.starts, reception.ends, reception.place = time(9), time(11), ""
    reception.full_clean()
    reception.save()
    reception.deputies.set(world.deputies["liutang", name] for name in (BOTH_LEVELS, *RECEPTION))


def add_reception(station: StationPage, day: date, order: int) -> None:
    """Enter one day with two or three deputies of the station."""
    day = next_working_day(day)
    today = timezone.localdate()
    held = day < today
    planned = day > today + timedelta(days=PLANNED_AFTER)
    reception = Reception(
        station=station,
        date=day,
        starts=time(9) if order % 2 else time(14, 30),
        ends=time(11) if order % 2 else time(16, 30),
        place="" if order % 4 else f"{station.address}，接待室",
        topic=TOPICS[order % len(TOPICS)],
        status=ReceptionStatus.HELD
        if held
        else ReceptionStatus.PLANNED
        if planned
        else ReceptionStatus.ANNOUNCED,
        announced_at=None if planned else announced(day),
    )
    reception.full_clean()
    reception.save()
    inside = list(station.deputies.in_office().order_by("pk")[:12])
    reception.deputies.set(inside[(order + k) % len(inside)] for k in range(min(3, len(inside))))


def announced(day: date) -> datetime:
    """Return when a reception is announced: five days ahead, three being the least (``domain.md`` §3.1.5)."""
    return min(at_hour(day - timedelta(days=5), time(9, 30)), timezone.now())


def refresh_receptions(world: World) -> int:
    """Hold what has passed, announce what comes near, plan new days; return how many rows changed."""
    today = timezone.localdate(world.now)
    changed = 0
    passed = Reception.objects.filter(
        date__lt=today, status__in=(ReceptionStatus.PLANNED, ReceptionStatus.ANNOUNCED)
    )
    for reception in passed:
        changed += set_status(reception, ReceptionStatus.HELD)
    near = Reception.objects.filter(
        date__gte=today, date__lte=today + timedelta(days=PLANNED_AFTER), status=ReceptionStatus.PLANNED
    )
    for reception in near:
        changed += set_status(reception, ReceptionStatus.ANNOUNCED)
    for number, station in enumerate(StationPage.objects.filter(status=StationStatus.OPEN).order_by("pk")):
        ahead = station.receptions.filter(date__gte=today, status=ReceptionStatus.ANNOUNCED).count()
        for order in range(ahead, KEEP_AHEAD):
            with clock_at(world.now):
                add_reception(station, today + timedelta(days=3 + 7 * order + number % 3), number + order)
            changed += 1
    return changed


def set_status(reception: Reception, status: str) -> int:
    """Move one reception on; it has been announced in any case."""
    reception.status = status
    reception.announced_at = reception.announced_at or announced(reception.date)
    reception.full_clean()
    reception.save()
    return 1
