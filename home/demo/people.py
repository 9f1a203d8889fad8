"""The demo's accounts, one for every role, and its deputies with drawn portraits."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.management.base import CommandError
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.roles import Role
from home.demo.clock import clock_at, office_moment
from home.demo.county import COUNTY, TENANTS, Tenant
from home.demo.images import PORTRAITS, portrait, store
from home.demo.names import (
    BOTH_LEVELS,
    INTRODUCTIONS,
    OCCUPATIONS,
    RARE,
    RECEPTION,
    TWINS,
    invented_names,
)
from home.demo.world import World
from liaison.deputies.models import Deputy, DeputyStatus
from organizations.actions import grant_role
from organizations.models import Area

DEMO_MAIL = "@demo.invalid"
PASSWORD = "qinghe-demo"  # noqa: S105  (printed for everybody; the command refuses a real server)
SUFFIXES = ("镇", "街道", "县")


@dataclass(frozen=True)
class Account:
    """Somebody who signs in to try the demo."""

    username: str
    name: str
    congress: str
    role: str
    try_this: str
    office: str = ""

    @property
    def key(self) -> str:
        """Return the key under which the demo finds the account: congress and role, or office."""
        return f"{self.congress}-{self.office or self.role}"


ACCOUNTS = (
    Account("qinghe-admin", "沈知禾", "qinghe", Role.SYSTEM_ADMIN, "开通下级人大、授予和收回角色"),
    Account("qinghe-auditor", "严守静", "qinghe", Role.AUDITOR, "只读审计记录"),
    Account("qinghe-office", "俞晓岚", "qinghe", Role.COUNTY_OFFICE, "全县办件总览；签发各乡镇的页面"),
    Account("qinghe-clerk", "方青穗", "qinghe", Role.CLERK, "县级意见的登记、受理、交办"),
    Account("qinghe-chair", "顾平川", "qinghe", Role.CHAIR, "签发县级答复和页面"),
    Account("qinghe-build", "唐砚青", "qinghe", Role.HANDLER, "县住房和城乡建设局的办件", "build"),
    Account("qinghe-deputy", "周晓禾", "qinghe", Role.DEPUTY, "县人大代表的办件"),
    Account("liutang-clerk", "何秋穗", "liutang", Role.CLERK, "登记一件新意见，受理、交办；整理公开稿"),
    Account("liutang-chair", "许望山", "liutang", Role.CHAIR, "签发答复；签发等待审核的页面"),
    Account("liutang-officer", "苏青苇", "liutang", Role.OFFICER, "柳塘镇中心站的接待日和交到站里的意见"),
    Account("liutang-power", "马朗和", "liutang", Role.HANDLER, "柳塘供电所：起草答复、退回", "power"),
    Account("liutang-water", "柳溪浦", "liutang", Role.HANDLER, "柳塘水务站：起草答复", "water"),
    Account("liutang-build", "罗坡田", "liutang", Role.HANDLER, "柳塘镇村镇建设和交通办公室", "build"),
    Account("liutang-order", "袁守平", "liutang", Role.HANDLER, "柳塘镇综合行政执法队", "order"),
    Account("liutang-deputy", "林桂枝", "liutang", Role.DEPUTY, "镇人大代表：交到本人的意见"),
    Account("liutang-admin", "贺静宜", "liutang", Role.SYSTEM_ADMIN, "柳塘镇的账号"),
    Account("heqiao-clerk", "傅雨晴", "heqiao", Role.CLERK, "看不到柳塘镇的任何一件"),
    Account("heqiao-chair", "尹松坡", "heqiao", Role.CHAIR, "签发禾桥镇的答复"),
    Account("heqiao-officer", "彭荷叶", "heqiao", Role.OFFICER, "禾桥镇联络站"),
    Account("heqiao-build", "汤圃成", "heqiao", Role.HANDLER, "禾桥镇村镇建设和交通办公室", "build"),
    Account("heqiao-deputy", "鲁禾生", "heqiao", Role.DEPUTY, "禾桥镇人大代表"),
    Account("nanbu-clerk", "蒋书宁", "nanbu", Role.CLERK, "街道人大工委的办件（没有会议和选举）"),
    Account("nanbu-chair", "姜厚诚", "nanbu", Role.CHAIR, "街道人大工委主任：签发"),
    Account("nanbu-officer", "孟舟宁", "nanbu", Role.OFFICER, "南埠街道联络站"),
    Account("nanbu-build", "穆榆林", "nanbu", Role.HANDLER, "南埠街道办事处城市管理办公室", "build"),
)
DEPUTY_ACCOUNTS = {account.congress: account for account in ACCOUNTS if account.role == Role.DEPUTY}


def build_accounts(world: World) -> None:
    """Create the accounts and grant their roles; all but the first by the county's account manager."""
    taken = User.objects.filter(username__in=[account.username for account in ACCOUNTS])
    if taken.exists():
        names = "、".join(taken.values_list("username", flat=True))
        raise CommandError(f"这些用户名已被使用，演示县没有建立：{names}")
    password = make_password(PASSWORD)
    with clock_at(office_moment(world.now, 399)):
        for account in ACCOUNTS:
            user = User(
                username=account.username,
                display_name=account.name,
                email=f"{account.username}{DEMO_MAIL}",
                password=password,
            )
            user.full_clean()
            user.save()
            silence(user)
            grant_role(
                user=user,
                congress=world.congresses[account.congress],
                role=account.role,
                office=world.offices.get((account.congress, account.office)),
                by=world.users.get("qinghe-system_admin"),
            )
            world.users[account.key] = user


def silence(user: User) -> None:
    """Send nothing to the invented mail address."""
    profile = UserProfile.get_for_user(user)
    profile.submitted_notifications = profile.approved_notifications = profile.rejected_notifications = False
    profile.save()


def build_portraits(world: World) -> None:
    """Draw the few portraits that all deputies share."""
    folder = world.congresses["qinghe"].collection
    world.portraits = [
        store(portrait(number), f"代表照片（示意{number + 1}）", f"portrait-{number + 1}.jpg", folder)
        for number in range(len(PORTRAITS))
    ]


def build_deputies(world: World) -> None:
    """Fill the registers: 62 in 柳塘镇, 246 in the county, the smallest lawful number elsewhere."""
    taken = {account.name for account in ACCOUNTS} | {RARE, TWINS, BOTH_LEVELS, *RECEPTION}
    with clock_at(office_moment(world.now, 390)):
        for tenant in TENANTS:
            if not world.has(tenant.slug) or world.congresses[tenant.slug].is_street:
                continue
            if tenant.slug == "liutang":
                special = [*RECEPTION, TWINS, RARE, BOTH_LEVELS, TWINS]
                build_register(world, tenant, special, 16 if world.small else 62, taken, without_photo=7)
            else:
                special = [DEPUTY_ACCOUNTS[tenant.slug].name] if tenant.slug in DEPUTY_ACCOUNTS else []
                build_register(world, tenant, special, 6 if world.small else 45, taken)
        build_register(world, COUNTY, [BOTH_LEVELS], 14 if world.small else 246, taken)


def build_register(
    world: World, tenant: Tenant, special: list[str], amount: int, taken: set[str], *, without_photo: int = 0
) -> None:
    """Enter the deputies of one congress."""
    congress = world.congresses[tenant.slug]
    names = special + invented_names(amount - len(special), world.chance, taken)
    places = [t for t in TENANTS if world.has(t.slug)] if congress.is_county else [tenant]
    stations = {t.slug: [s for key, s in world.stations.items() if key.startswith(t.slug)] for t in places}
    areas = {t.slug: list(Area.objects.filter(congress=world.congresses[t.slug])) for t in places}
    account = DEPUTY_ACCOUNTS.get(tenant.slug)
    term = congress.terms.first()
    for index, name in enumerate(names):
        place = places[index % len(places)]
        own = areas[place.slug][index % len(areas[place.slug])]
        user = world.users[account.key] if account and account.name == name else None
        occupation = world.chance.choice(OCCUPATIONS).format(village=own.name, short=place.short)
        deputy = Deputy(
            congress=congress,
            term=term,
            name=name,
            photo=None if index >= amount - without_photo else world.chance.choice(world.portraits),
            constituency=f"{place.name}第{chinese(index // len(places) // 2 + 1)}选区",
            group=f"{place.name}第{chinese(index // len(places) % 4 + 1)}代表小组",
            occupation=occupation,
            introduction=world.chance.choice(INTRODUCTIONS),
            station=stations[place.slug][index // len(places) % len(stations[place.slug])],
            status=DeputyStatus.ENDED if index == len(special) and amount > 15 else DeputyStatus.IN_OFFICE,
            user=user,
        )
        deputy.full_clean()
        deputy.save()
        deputy.areas.add(own)
        world.deputies.setdefault((tenant.slug, name), deputy)


def chinese(number: int) -> str:
    """Return a number up to 99 as it is written in names of constituencies.

    >>> chinese(21)
    '二十一'
    """
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
