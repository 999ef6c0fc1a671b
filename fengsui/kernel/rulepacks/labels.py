"""The words of a rule pack's own fields and codes, for screens and for sentences about changes."""

from collections.abc import Mapping
from typing import Any

SECTIONS = {
    "items": "检查项",
    "classes": "类别",
    "groups": "管理用语",
    "seasons": "季节",
    "duties": "自查要求",
    "outcomes": "巡查结果",
    "papers": "文书",
    "grades": "等级",
    "activities": "业态",
    "checklists": "检查表",
}
FIELDS = {
    "title": "名称",
    "zh": "名称",
    "title_en": "英文名称",
    "en": "英文名称",
    "fault": "不合格时隐患名称",
    "grade": "等级",
    "legal_category": "违法情形",
    "fix": "整改方式",
    "basis": "依据",
    "counted": "计数对象",
    "applies_to": "适用类别",
    "photo_when_bad": "不合格须拍照",
    "limit_working_days": "时限（工作日）",
    "help": "提示",
    "inspected": "算已检查",
    "return_working_days": "再去（工作日后）",
    "place_state": "场所状态提示",
    "needs_photo": "须拍照",
    "needs_note": "须写备注",
    "checklists": "检查表",
    "visit_every_days": "巡查周期（天）",
    "visits": "巡查频次",
    "every": "周期数",
    "unit": "周期单位",
    "times": "每周期次数",
    "between": "时段",
    "by": "由谁做",
    "on_rest_day": "逢休息日",
    "classes": "适用类别",
    "class_groups": "适用分组",
    "begins": "开始",
    "ends": "结束",
    "key_unit": "建议列为重点单位",
    "when": "条件",
    "group": "分组",
    "issuers": "谁能出",
    "legal_force": "有法律效力",
    "delegable": "可以授权",
    "document": "授权文件",
    "issued_on": "授权日期",
    "papers": "授权文书",
    "region": "地区",
    "effective_from": "生效日期",
    "effective_to": "停用日期",
    "limits_note": "时限说明",
    "state": "核实状态",
}

CLASS_GROUPS = {"key": "重点单位", "general": "一般单位", "small": "小单位小场所", "residential": "居住类"}
UNITS = {"hour": "小时", "day": "天", "month": "个月", "quarter": "季度", "half_year": "半年", "year": "年"}
DOERS = {"street": "街道巡查", "place": "场所自查"}
REST_DAYS = {"do": "照常", "before": "提前到前一个工作日", "after": "顺延到后一个工作日"}
FIXES = {"on_site": "当场改正", "limited": "限期整改"}
ISSUERS = {
    "street": "街道消防安全服务中心",
    "police": "公安派出所",
    "brigade": "消防救援大队",
    "department": "行业部门",
    "committee": "防火安全委员会办公室",
}
SOURCE_STATES = {
    "verified": "已读原文",
    "partly_read": "读过部分条文",
    "secondary": "二手资料",
    "needs_text": "待取得原文",
    "inferred": "推断",
}
# Field → the words of its codes; a code of another field is shown as it is.
CODES = {
    "fix": FIXES,
    "group": CLASS_GROUPS,
    "class_groups": CLASS_GROUPS,
    "issuers": ISSUERS,
    "state": SOURCE_STATES,
    "unit": UNITS,
    "by": DOERS,
    "on_rest_day": REST_DAYS,
}


def frequency_words(given: Mapping[str, Any]) -> str:
    """Return a frequency (a Frequency as plain data) in words: 每季度一次；每 2 小时一次（10:00–22:00）."""
    every, unit = given.get("every", 1), given["unit"]
    times = given.get("times", 1)
    single = {"hour": "小时", "day": "天", "month": "月", "quarter": "季度", "half_year": "半年", "year": "年"}
    several = {"quarter": "个季度", "half_year": "个半年"}
    period = single[unit] if every == 1 else f" {every} {several.get(unit, UNITS[unit])}"
    said = f"每{period}" + ("一次" if times == 1 else f" {times} 次")
    if given.get("between"):
        said += "（" + "–".join(given["between"]) + "）"
    return said
