"""A ledger of thousands of messy rows, the same for the same seed."""

import random
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

STREETS = (
    "西屯街道",
    "三中街街道",
    "永巨街道",
    "东城街道",
    "南新街街道",
    "站前街道",
    "铁南街道",
    "长青街道",
    "哈达街道",
    "西城街道",
    "桥北街道",
)
COMMUNITIES_EACH = 5
HEADERS = [
    "序号",
    "档案编号",
    "街道",
    "社区",
    "场所名称",
    "负责人",
    None,
    "详细地址",
    "面积",
    "场所类型",
    "经营状态",
    "灭火器",
    "经度",
    "纬度",
    "备注",
]
SECOND = [None] * 5 + ["姓名", "电话"] + [None] * 8
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
_FIRST = "好旺福兴隆祥和顺达鑫源红山站前天地金玉华丰瑞泰康宏盛"
_SECOND = "再来万家百姓同心联惠民乐园都城香满意诚信缘味道客居安宁"
_TRADES = (
    ("饭店", "餐饮"),
    ("超市", "零售"),
    ("宾馆", "住宿业"),
    ("美发店", "美容美发"),
    ("诊所", "医疗诊所"),
    ("五金店", "五金零售"),
    ("网吧", "上网服务"),
    ("辅导班", "教育培训"),
)
_ROADS = (
    "昭乌达路",
    "站前街",
    "钢铁街",
    "长青街",
    "哈达街",
    "西拉沐沦街",
    "桥北大街",
    "铁南路",
    "园林路",
    "宝山路",
    "临潢大街",
    "玉龙大街",
)


def area_rows() -> list[tuple[str, str, str]]:
    """Return (path, level, name) of a district with eleven streets and five communities in each."""
    rows = [("150402", "district", "红山区")]
    for n, street in enumerate(STREETS, 1):
        rows.append((f"150402/{n:03d}", "street", street))
        for m in range(1, COMMUNITIES_EACH + 1):
            rows.append((f"150402/{n:03d}/{m:03d}", "community", f"{street.removesuffix('街道')}{'一二三四五'[m - 1]}社区居委会"))
    return rows


def _messy_area(chance: random.Random, area: int) -> object:
    return chance.choice((area, f"{area}㎡", f"约{area}平", f"{area}平方米", f"{area // 10}*10", str(area), f"{area}.5"))


def _messy_phone(chance: random.Random, number: int) -> object:
    text = str(number)
    return chance.choice(
        (number, float(number), text, f"{text[:3]} {text[3:7]} {text[7:]}", f"{text[:3]}-{text[3:7]}-{text[7:]}", text)
    )


def rows(count: int, seed: int = 7) -> Iterator[list[object]]:
    """Yield messy data rows: about one in a hundred has no name, a street nobody knows, or doubles another row."""
    chance = random.Random(seed)
    last: list[object] | None = None
    for n in range(count):
        street = chance.randrange(len(STREETS))
        name = f"{chance.choice(_FIRST)}{chance.choice(_SECOND)}{chance.choice(_SECOND)}{chance.choice(_FIRST)}"
        trade, kind = chance.choice(_TRADES)
        community = f"{STREETS[street].removesuffix('街道')}{'一二三四五'[chance.randrange(5)]}社区"
        phone = 13_000_000_000 + (n * 7919 + 12345) % 999_999_999
        lon, lat = 118.85 + chance.random() * 0.25, 42.18 + chance.random() * 0.2
        row: list[object] = [
            n + 1, f"HS{n + 1:06d}", STREETS[street], community + chance.choice(("", "居委会")),
            f"{name}{trade}" if chance.random() < 0.9 else f"{name} {trade}",
            f"{chance.choice(_FAMILY)}{chance.choice(_GIVEN)}", _messy_phone(chance, phone),
            f"{chance.choice(_ROADS)}{chance.randrange(1, 900)}号{chance.choice(('', '', f'-{chance.randrange(1, 30)}'))}",
            _messy_area(chance, chance.randrange(20, 900)), kind, chance.choice(("正常营业", "营业", "停业", "在营", "")),
            chance.choice((2, 4, "4具", "有", "无", "")), round(lon, 6), round(lat, 6), chance.choice(("", "", "无", "临街")),
        ]  # fmt: skip
        fate = chance.random()
        if fate < 0.004:
            row[4] = ""
        elif fate < 0.007:
            row[2], row[3] = "月亮街道", ""
        elif fate < 0.012 and last:
            row[4], row[6], row[7] = last[4], last[6], last[7]
            row[2], row[3] = last[2], last[3]
        yield row
        last = row


def write(path: Path, count: int, seed: int = 7) -> None:
    """Write the ledger as xlsx: a title, a header of two rows, the rows, a totals row and a note."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet("九小场所台账")
    page.write(0, 0, "红山区九小场所基础台账")
    for column, text in enumerate(HEADERS):
        if text:
            page.write(1, column, text)
    for column, text in enumerate(SECOND):
        if text:
            page.write(2, column, text)
    number = 2
    for row in rows(count, seed):
        number += 1
        for column, value in enumerate(row):
            if value != "":
                page.write(number, column, value)
    page.write(number + 1, 0, "合计")
    page.write(number + 1, 1, f"{count}家")
    page.write(number + 2, 0, "注：面积为经营面积，单位平方米")
    book.close()
