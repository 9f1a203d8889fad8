"""Invented names for deputies: plain surnames with given names of fields, water and trees."""

from random import Random

SURNAMES = (
    "陈林周吴郑王冯蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭鲁韦马苗方俞任袁柳"
    "鲍史唐费岑薛雷贺倪汤滕罗毕郝安常乐于傅齐康伍余顾孟黄穆萧尹"
)
FIRST = "望晓桂田禾穗秋春雨青苇汀麦棠溪岚竹松枫荻桑稻莲荷兰菊梅杏榆槐柏云霁朗和顺平实诚勤厚静慧敏"
SECOND = "田禾枝穗生根林泉山河塘舟帆苗圃园畦垄坡湾浦渔樵牧耕耘芽蕊蔓叶芝芸芹苓英蓉萍舒宁宜安怡欣"
# A person that few fonts know, two who share a name, and the three of the reception notice.
RARE = "宋𬭊之"
TWINS = "陈秋生"
RECEPTION = ("陈望田", "林桂枝")
BOTH_LEVELS = "周晓禾"

OCCUPATIONS = (
    "{village}村民，种粮大户",
    "{village}党支部书记、村民委员会主任",
    "{village}村民委员会委员",
    "{short}中心小学教师",
    "{short}卫生院护士长",
    "{short}供水站维修工",
    "{village}个体经营户",
    "{short}农机合作社理事长",
    "{short}纺织厂挡车工",
    "{village}乡村医生",
    "{village}养老服务站管理员",
    "{short}邮政支局投递员",
    "{short}客运站驾驶员",
    "{village}返乡创业青年，经营果园",
    "{short}司法所人民调解员",
)
INTRODUCTIONS = (
    "关注村里的路灯、饮水和老人助餐，每季度到联系的村走访一次，本年提出建议两件。",
    "长期在生产一线工作，关心职工通勤和工伤保障，本年参加接待群众四次。",
    "熟悉农田水利，参加了灌溉渠清淤和小型水库安全的调研。",
    "关心孩子上学路上的安全，推动学校门口增设斑马线和护学岗。",
    "关注基层医疗，提出了村医周末值班的建议。",
    "常年在村里做调解，愿意听大家说家长里短，能当场说清的当场说清。",
)


def invented_names(amount: int, chance: Random, taken: set[str]) -> list[str]:
    """Return so many different names, none of those already ``taken``, and remember them there."""
    names: list[str] = []
    while len(names) < amount:
        name = chance.choice(SURNAMES) + chance.choice(FIRST)
        if chance.random() < 0.85:
            name += chance.choice(SECOND)
        if name not in taken and len(set(name)) == len(name):
            taken.add(name)
            names.append(name)
    return names
