"""Who is who in the demo county: its towns and streets, their offices and villages. All names are invented."""

from dataclasses import dataclass

from organizations.models import CongressKind, OfficeKind

# No real division code begins with 99 (GB/T 2260 ends at 82): by this the demo is known and taken away.
DEMO_CODE = "99"
ADDRESS = "青禾县青穗大道{number}号"
PETITION_ROUTE = (
    "信访事项：{county}信访局，青穗大道12号，0000-6120012\n"
    "诉讼、执行：{county}人民法院诉讼服务中心，0000-6120013；行政复议：{county}司法局，0000-6120014\n"
    "检举控告：{county}纪律检查委员会、监察委员会，0000-6120015"
)


@dataclass(frozen=True)
class Tenant:
    """A town or a street of the demo."""

    name: str
    slug: str
    prefix: str
    kind: str = CongressKind.TOWN
    villages: tuple[str, ...] = ()
    small: bool = False  # also in the small form that tests use

    @property
    def short(self) -> str:
        """Return the name without 镇 or 街道, as offices carry it."""
        return self.name.removesuffix("街道").removesuffix("镇")


COUNTY = Tenant("青禾县", "qinghe", "QH", CongressKind.COUNTY, small=True)
LIUTANG = Tenant(
    "柳塘镇",
    "liutang",
    "LT",
    villages=(
        "柳塘社区", "集镇社区", "东村", "柳河村", "上坝村", "下坝村", "石桥湾村", "大禾村", "小禾村", "竹坪村",
        "鹭滩村", "樟树下村", "新塘村", "麻园村",
    ),
    small=True,
)  # fmt: skip
NANBU = Tenant(
    "南埠街道",
    "nanbu",
    "NB",
    CongressKind.STREET,
    ("埠头社区", "河沿社区", "粮站社区", "书院社区", "绿洲社区", "新桥社区"),
    small=True,
)
HEQIAO = Tenant(
    "禾桥镇", "heqiao", "HQ", villages=("桥头社区", "前禾村", "后禾村", "塘湾村", "苇荡村"), small=True
)
TENANTS = (
    LIUTANG,
    NANBU,
    HEQIAO,
    Tenant("青苇镇", "qingwei", "QW", villages=("苇岸社区", "北苇村", "芦花村")),
    Tenant("竹汀镇", "zhuting", "ZT", villages=("竹汀社区", "汀上村", "汀下村")),
    Tenant("鹭洲镇", "luzhou", "LZ", villages=("鹭洲社区", "白鹭村", "沙洲村")),
    Tenant("麦垄镇", "mailong", "ML", villages=("麦垄社区", "高垄村", "低垄村")),
    Tenant("桑溪镇", "sangxi", "SX", villages=("桑溪社区", "桑园村", "溪口村")),
    Tenant("荻湾镇", "diwan", "DW", villages=("荻湾社区", "荻花村", "深湾村")),
    Tenant("松岚镇", "songlan", "SL", villages=("松岚社区", "松坡村", "岚底村")),
    Tenant("枫涧镇", "fengjian", "FJ", villages=("枫涧社区", "红枫村", "涧东村")),
    Tenant("稻埂镇", "daogeng", "DG", villages=("稻埂社区", "长埂村", "田心村")),
    Tenant("禾阳街道", "heyang", "HY", CongressKind.STREET, ("禾阳社区", "向阳社区", "阳坡社区")),
    Tenant("西塍街道", "xicheng", "XC", CongressKind.STREET, ("西塍社区", "塍上社区", "井边社区")),
)

# Offices by what they do; the keys are used by the opinions in data/.
TOWN_OFFICES: dict[str, tuple[str, str]] = {
    "gov": ("{full}党政综合办公室", OfficeKind.GOVERNMENT),
    "build": ("{full}村镇建设和交通办公室", OfficeKind.GOVERNMENT),
    "civil": ("{full}民政和社会事务办公室", OfficeKind.GOVERNMENT),
    "farm": ("{full}农业农村办公室", OfficeKind.GOVERNMENT),
    "order": ("{full}综合行政执法队", OfficeKind.GOVERNMENT),
    "culture": ("{full}文化服务中心", OfficeKind.STATION),
    "power": ("{short}供电所", OfficeKind.STATION),
    "water": ("{short}水务站", OfficeKind.STATION),
    "police": ("{short}派出所", OfficeKind.STATION),
    "health": ("{short}卫生院", OfficeKind.STATION),
}
STREET_OFFICES: dict[str, tuple[str, str]] = TOWN_OFFICES | {
    "gov": ("{full}办事处党政综合办公室", OfficeKind.STREET_OFFICE),
    "build": ("{full}办事处城市管理办公室", OfficeKind.STREET_OFFICE),
    "civil": ("{full}办事处社会事务办公室", OfficeKind.STREET_OFFICE),
    "farm": ("{full}办事处物业管理服务站", OfficeKind.STREET_OFFICE),
}
COUNTY_OFFICES: dict[str, tuple[str, str]] = {
    "gov": ("县人民政府办公室", OfficeKind.GOVERNMENT),
    "build": ("县住房和城乡建设局", OfficeKind.DEPARTMENT),
    "civil": ("县民政局", OfficeKind.DEPARTMENT),
    "farm": ("县农业农村局", OfficeKind.DEPARTMENT),
    "order": ("县综合行政执法局", OfficeKind.DEPARTMENT),
    "culture": ("县文化广电旅游体育局", OfficeKind.DEPARTMENT),
    "power": ("县供电公司", OfficeKind.OTHER),
    "water": ("县水利局", OfficeKind.DEPARTMENT),
    "police": ("县公安局", OfficeKind.DEPARTMENT),
    "health": ("县卫生健康局", OfficeKind.DEPARTMENT),
    "traffic": ("县交通运输局", OfficeKind.DEPARTMENT),
    "school": ("县教育局", OfficeKind.DEPARTMENT),
    "court": ("县人民法院", OfficeKind.COURT),
    "prosecutor": ("县人民检察院", OfficeKind.PROCURATORATE),
    "supervision": ("县监察委员会", OfficeKind.SUPERVISION),
}
# Merged into another some years ago: old matters keep its name, new ones cannot be given to it.
MERGED_OFFICE = "县文化体育局"


def offices_of(tenant: Tenant) -> dict[str, tuple[str, str]]:
    """Return the offices of a tenant by key: name and kind."""
    if tenant.kind == CongressKind.COUNTY:
        return COUNTY_OFFICES
    pattern = STREET_OFFICES if tenant.kind == CongressKind.STREET else TOWN_OFFICES
    return {
        key: (name.format(full=tenant.name, short=tenant.short), kind)
        for key, (name, kind) in pattern.items()
    }
