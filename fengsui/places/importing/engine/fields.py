"""The fields a ledger's column can be mapped to, and the words streets put above such columns. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from fengsui.kernel.search_text import fold

_DROPPED = re.compile(r"[\s*＊:：。、,，.·_\-—]+")
_BRACKETS = re.compile(r"[(\[{【（].*?[)\]}】）]")


@dataclass(frozen=True)
class Field:
    """One target: code, words, group as the screen shows it, how its values are read, whether many columns may feed it."""

    code: str
    zh: str
    en: str
    group: str
    reads: str
    many: bool = False
    words: tuple[str, ...] = ()


def _f(code: str, zh: str, en: str, group: str, reads: str, words: str, many: bool = False) -> Field:
    return Field(code, zh, en, group, reads, many, tuple(words.split()))


PERSON_ROLES = {
    "owner": "责任人",
    "legal_person": "法定代表人",
    "safety_manager": "消防安全管理人",
    "contact": "联系人",
    "landlord": "房东",
}
_PEOPLE_WORDS = {
    "owner": "负责人 责任人 经营者 店主 老板 业主 主要负责人 单位负责人 场所负责人 消防安全责任人 经营人 场所责任人 店长 户主",
    "legal_person": "法人 法定代表人 法人代表 企业法人",
    "safety_manager": "消防安全管理人 消防管理人 管理人 安全管理人 安全员 消防安全员 安全管理员",
    "contact": "联系人 联络人 现场联系人 对接人",
    "landlord": "房东 出租人 产权人 房主",
}
_FACILITY_WORDS = {
    "extinguisher": "灭火器 灭火器数量 灭火器具 灭火器个数 灭火器配置 干粉灭火器",
    "smoke_detector": "烟感 独立烟感 独立式感烟报警器 烟感报警器 独立式烟感 烟感数量 感烟探测器",
    "gas_detector": "燃气报警器 可燃气体报警器 燃气报警 可燃气体探测器",
    "indoor_hydrant": "室内消火栓 消火栓 消防栓 消火栓数量",
    "hose_reel": "软管卷盘 消防软管卷盘 消防卷盘",
    "simple_sprinkler": "简易喷淋 局部喷淋",
    "sprinkler": "喷淋 自动喷水灭火系统 喷淋系统",
    "alarm_system": "火灾自动报警系统 自动报警系统",
    "emergency_light": "应急照明 应急灯 应急照明灯 应急灯数量",
    "exit_sign": "疏散指示标志 疏散指示 安全出口标志 疏散指示牌 疏散标志",
    "hood_suppression": "厨房灭火装置 灶台灭火装置 厨房自动灭火",
    "escape_mask": "防毒面具 过滤式自救呼吸器 逃生面罩 自救呼吸器",
    "escape_device": "逃生绳 缓降器",
}
_FACILITY_ZH = {
    "extinguisher": "灭火器", "smoke_detector": "独立式感烟报警器", "gas_detector": "可燃气体报警器",
    "indoor_hydrant": "室内消火栓", "hose_reel": "消防软管卷盘", "simple_sprinkler": "简易喷淋", "sprinkler": "自动喷水灭火系统",
    "alarm_system": "火灾自动报警系统", "emergency_light": "应急照明", "exit_sign": "疏散指示标志",
    "hood_suppression": "厨房灭火装置", "escape_mask": "过滤式自救呼吸器", "escape_device": "缓降器、逃生绳",
}  # fmt: skip

FIELDS: dict[str, Field] = {
    field.code: field
    for field in (
        _f("external_id", "原档案编号", "record number", "身份", "text", "档案编号 档案号 场所编号 单位编号 编号 编码 台账编号 场所编码 户号"),
        _f("place_number", "编号（本系统）", "number here", "身份", "own", ""),
        _f("row_version", "档案版本", "record version", "身份", "own", ""),
        _f("name", "场所名称", "name", "身份", "text",
           "场所名称 单位名称 店名 店铺名称 商户名称 门店名称 商铺名称 门店 商户 店铺 企业名称 名称 单位 场所 字号 招牌名称 市场主体名称 经营场所名称 牌匾名称 店名字号 门头名称 商家名称 点位名称 受检单位"),
        _f("credit_code", "统一社会信用代码", "credit code", "身份", "credit",
           "统一社会信用代码 信用代码 社会信用代码 营业执照号 营业执照编号 营业执照注册号 营业执照 执照号"),
        _f("address", "地址", "address", "位置", "text", "地址 详细地址 场所地址 单位地址 经营地址 具体地址 门牌号 所在地址 住所 位置 具体位置 坐落 地点 经营场所 注册地址 店铺地址"),
        _f("street", "街道（镇）", "street", "位置", "area", "街道 镇街 所属街道 街道办 乡镇 所在街道 镇 街道名称 所属镇街 街道乡镇 乡镇街道"),
        _f("community", "社区（村）", "community", "位置", "area", "社区 所属社区 社区村 村社区 所在社区 社区名称 居委会 村居 村 所属村居 社区居委会"),
        _f("grid", "网格", "grid", "位置", "area", "网格 所属网格 网格名称 网格号 所在网格 网格编号"),
        _f("lon", "经度", "longitude", "位置", "degrees", "经度 lng lon longitude x坐标 东经 x"),
        _f("lat", "纬度", "latitude", "位置", "degrees", "纬度 lat latitude y坐标 北纬 y"),
        _f("point", "坐标（经纬度一格）", "point in one cell", "位置", "point", "坐标 经纬度 定位 gps 地理坐标 位置坐标 经纬度坐标 gps坐标"),
        _f("activity", "经营活动", "activity", "分类", "activity",
           "经营类别 经营类型 经营性质 行业 行业类别 行业类型 场所类型 场所类别 类别 类型 业态 经营范围 场所性质 单位类别 单位类型 经营项目 使用性质 主营 经营业态 九小类别 九小场所类别 场所分类 所属类别"),
        _f("state", "经营状态", "state", "分类", "state", "经营状态 营业状态 状态 场所状态 运营状态 开业状态 是否营业 存续状态"),
        _f("area_m2", "建筑面积", "floor area", "分类", "area_m2", "面积 建筑面积 经营面积 场所面积 营业面积 使用面积 占地面积 面积㎡ 面积平方米 房屋面积"),
        _f("floors", "层数", "floors", "分类", "floors", "楼层数 层数 总层数 建筑层数 地上层数 房屋层数"),
        _f("floor", "所在楼层", "on floor", "分类", "floor", "所在楼层 楼层 所在层 所在层数 位于几层 层"),
        _f("height_m", "建筑高度", "height", "分类", "number", "建筑高度 高度 楼高"),
        _f("underground", "位于地下", "underground", "分类", "yesno", "是否地下 地下场所 是否位于地下"),
        _f("beds", "床位数", "beds", "分类", "count", "床位 床位数 床位数量 床数"),
        _f("rooms", "房间数", "rooms", "分类", "count", "房间数 客房数 包间数 房间 包房数 间数 客房"),
        _f("seats", "座位数", "seats", "分类", "count", "座位 座位数 餐位 餐位数 餐位数量 席位 座位数量 就餐座位"),
        _f("persons", "最多人数", "most people", "分类", "count", "容纳人数 最大容纳人数 最多人数 额定人数 核定人数 同时容纳人数"),
        _f("pupils", "学生（幼儿）数", "pupils", "分类", "count", "学生数 学生人数 幼儿数 幼儿人数 在校生 在校人数 在园人数 学员数"),
        _f("staff", "从业人数", "staff", "分类", "count", "从业人数 员工数 员工人数 职工人数 从业人员 工作人员数 从业人员数 人员数 员工"),
        _f("computers", "电脑台数", "computers", "分类", "count", "电脑台数 电脑数 机器数 终端数"),
        _f("households", "户数", "households", "分类", "count", "户数 住户数 居住户数 总户数"),
        _f("charging_ports", "充电端口数", "charging ports", "分类", "count", "充电端口 充电口 充电端口数 充电桩数 插座数"),
        _f("boarding", "有寄宿", "boarding", "分类", "yesno", "是否寄宿 寄宿"),
        _f("lodging", "有人住宿", "people sleep there", "分类", "yesno", "是否住人 住人 是否有人住宿 住宿情况 是否三合一 三合一 是否存在住宿 违规住人 夜间住人 有无住人"),
        _f("flammable_stock", "存放易燃易爆品", "flammable stock", "分类", "yesno", "易燃易爆 是否存放易燃易爆 易燃易爆物品 危化品 是否使用燃气 存放危化品"),
        *(
            field
            for role, zh in PERSON_ROLES.items()
            for field in (
                _f(f"{role}_name", f"{zh}姓名", f"{role} name", "人员", "person", _PEOPLE_WORDS[role]),
                _f(f"{role}_phone", f"{zh}电话", f"{role} phone", "人员", "phone",
                   " ".join(f"{word}{tail}" for word in _PEOPLE_WORDS[role].split() for tail in ("电话", "联系电话", "手机", "手机号", "联系方式", "手机号码", "电话号码"))),
            )
        ),
        _f("phone", "电话", "phone", "人员", "phone",
           "联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 联系手机 移动电话 固定电话 固话 座机 联系电话1 联系电话2 电话1 电话2 备用电话 tel phone", many=True),
        _f("shared_manager", "统一管理单位", "shared manager", "人员", "text", "物业 物业公司 物业单位 物业服务企业 管理单位 产权单位 统一管理单位 物业名称 市场名称"),
        *(
            _f(f"facility.{kind}", f"{_FACILITY_ZH[kind]}数量", f"{kind} count", "设施", "facility", words)
            for kind, words in _FACILITY_WORDS.items()
        ),
        _f("facility_date.extinguisher", "灭火器到期日", "extinguishers expire", "设施", "date",
           "灭火器到期日 灭火器有效期 灭火器到期日期 灭火器有效期至 灭火器到期时间 灭火器报废日期"),
        _f("note", "备注", "remarks", "其他", "note", "备注 说明 备注说明 其他 其它 备考 情况说明 特殊情况", many=True),
    )
}  # fmt: skip

# Columns that belong to the inspection, not to the place: told apart so that they are not taken for something else.
IGNORED = frozenset(
    fold(word)
    for word in [
        "序号",
        "编制",
        "照片",
        "整体照片",
        "网格照片",
        "检测人员",
        "检测日期",
        "检查人员",
        "检查日期",
        "检查人",
        "检查时间",
        "整改二维码",
        "二维码",
        "总得分",
        "得分",
        "扣分标准",
        "扣分值",
        "隐患",
        "隐患描述",
        "隐患等级",
        "整改建议",
        "隐患图片",
        "整改情况",
        "整改照片",
        "签字",
        "签名",
        "填报人",
        "填表人",
        "填报时间",
        "审核人",
        "复查",
        "复查情况",
        "整改期限",
        "是否整改",
        "no",
        "序",
        "编",
        "行号",
        "网格员",
        "网格长",
        "网格员电话",
        "网格长电话",
        "网格员姓名",
        "包保领导",
        "包保人",
        "巡查人",
        "巡查时间",
        "巡查日期",
        "检查情况",
        "存在问题",
        "存在隐患",
        "整改时限",
        "整改时间",
        "身份证号",
        "身份证",
        "网格员联系电话",
        "包联干部",
        "社区负责人",
    ]
)
PARTS = {
    "姓名": "name", "名字": "name", "人员": "name", "电话": "phone", "联系电话": "phone", "手机": "phone",
    "手机号": "phone", "联系方式": "phone", "电话号码": "phone", "手机号码": "phone",
}  # fmt: skip


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """Return a header cell as it is compared: one width and case, without spaces, brackets, stars and punctuation."""
    folded = fold(label)
    bare = _DROPPED.sub("", _BRACKETS.sub("", folded))
    return bare or _DROPPED.sub("", folded)


def _build_exact() -> dict[str, str]:
    exact: dict[str, str] = {}
    for field in FIELDS.values():
        for word in field.words:
            exact.setdefault(plain(word), field.code)
    return exact


EXACT = _build_exact()


def is_ignored(label: str) -> bool:
    """Tell whether a header names something of the inspection or the table, such as 序号 or 整改照片2."""
    bare = plain(label).rstrip("0123456789")
    return bare in IGNORED or bare.endswith(("照片", "图片", "二维码", "签字"))


@lru_cache(maxsize=4096)
def header_score(label: str, code: str) -> float:
    """Return how well a header's words name a field, 0 to 1. Two-row headers come joined by '/'."""
    if is_ignored(label):
        return 0.0
    bare, field = plain(label.replace("/", "")), FIELDS[code]
    if EXACT.get(bare) == code or bare in field.words:
        return 1.0
    pieces = [plain(piece) for piece in label.split("/") if piece.strip()]
    if len(pieces) >= 2:
        if joined := _two_row(pieces[0], pieces[-1], code):
            return joined
        if EXACT.get(pieces[-1]) == code:
            return 0.9
    best = 0.0
    for word in field.words:
        key = plain(word)
        if len(key) >= 2 and key in bare:
            share = len(key) / len(bare)
            ends = bare.endswith(key)
            best = max(best, min(0.85, 0.45 + 0.4 * share + (0.05 if ends else 0)))
    if best and field.reads != "phone" and field.code != "note" and any(part in bare for part in ("电话", "手机", "联系方式")):
        return 0.0
    if best and field.reads != "date" and bare.endswith(("日期", "时间", "有效期", "到期")):
        return 0.0
    if (
        best
        and field.reads != "credit"
        and field.reads != "facility"
        and bare.startswith(("是否", "有无"))
        and field.reads != "yesno"
    ):
        return 0.0
    return best


def _two_row(top: str, below: str, code: str) -> float:
    part = PARTS.get(below)
    if part is None:
        return 0.0
    for role, words in _PEOPLE_WORDS.items():
        if code == f"{role}_{part}" and any(plain(word) == top for word in words.split()):
            return 1.0
        if code == f"{role}_{part}" and any(plain(word) in top for word in words.split()):
            return 0.8
    return 0.0


def looks_like_header(text: str) -> bool:
    """Tell whether a cell could stand above a column: known words, or words of the inspection."""
    bare = plain(text)
    if not bare or len(bare) > 24:
        return False
    if bare in EXACT or is_ignored(text) or bare in PARTS:
        return True
    return len(bare) <= 12 and any(header_score(text, code) >= 0.6 for code in FIELDS)
