"""The enumerations of the ledger with their words: kinds, roles of contacts, facilities, sources, key-unit status."""

from fengsui.places.key_units.states import STATUSES

Words = tuple[str, str]

PLACE_KINDS: dict[str, Words] = {
    "place": ("场所", "place"),
    "building": ("建筑", "building"),
    "compound": ("小区院落", "compound"),
}
CONTACT_ROLES: dict[str, Words] = {
    "owner": ("责任人", "person responsible"),
    "legal_person": ("法定代表人", "legal representative"),
    "safety_manager": ("消防安全管理人", "fire safety manager"),
    "contact": ("联系人", "contact"),
    "duty": ("值班电话", "duty phone"),
    "property": ("物业", "property manager"),
    "landlord": ("房东", "landlord"),
    "micro_station": ("微型消防站", "micro fire station"),
}
FACILITY_KINDS: dict[str, Words] = {
    "extinguisher": ("灭火器", "fire extinguisher"),
    "smoke_detector": ("独立式感烟报警器", "smoke detector"),
    "gas_detector": ("可燃气体报警器", "gas detector"),
    "alarm_system": ("火灾自动报警系统", "fire alarm system"),
    "sprinkler": ("自动喷水灭火系统", "sprinkler system"),
    "simple_sprinkler": ("简易喷淋", "simple sprinkler"),
    "indoor_hydrant": ("室内消火栓", "indoor hydrant"),
    "outdoor_hydrant": ("室外消火栓", "outdoor hydrant"),
    "hose_reel": ("消防软管卷盘", "hose reel"),
    "water_tank": ("消防水池水箱", "fire water tank"),
    "pump": ("消防水泵", "fire pump"),
    "smoke_exhaust": ("防排烟设施", "smoke control"),
    "fire_door": ("防火门", "fire door"),
    "fire_shutter": ("防火卷帘", "fire shutter"),
    "emergency_light": ("应急照明", "emergency light"),
    "exit_sign": ("疏散指示标志", "exit sign"),
    "hood_suppression": ("厨房灭火装置", "kitchen hood suppression"),
    "escape_mask": ("过滤式自救呼吸器", "escape mask"),
    "escape_device": ("缓降器、逃生绳", "descent device"),
    "electric_monitor": ("电气火灾监控", "electrical fire monitor"),
    "charging_point": ("电动自行车充电设施", "e-bike charging point"),
    "other": ("其他设施", "other"),
}
FACILITY_STATES: dict[str, Words] = {
    "good": ("完好", "in order"),
    "faulty": ("损坏", "out of order"),
    "expired": ("过期", "expired"),
    "off": ("停用", "switched off"),
    "removed": ("已拆除", "removed"),
}
COORDINATE_SOURCES: dict[str, Words] = {
    "": ("未定位", "not located"),
    "phone": ("手机定位", "phone position"),
    "desk": ("地图点选", "picked on the map"),
    "import": ("台账导入", "from the ledger"),
    "address": ("按地址推算", "from the address"),
    "simulated": ("模拟数据", "simulated"),
}
SOURCES: dict[str, Words] = {
    "desk": ("电脑登记", "entered at the desk"),
    "phone": ("手机上报", "from a phone"),
    "import": ("台账导入", "imported ledger"),
    "demo": ("模拟数据", "simulated"),
}
KEY_UNIT_STATUSES: dict[str, Words] = {code: (one.zh, one.en) for code, one in STATUSES.items()}
CLASS_CHANGE_KINDS: dict[str, Words] = {
    "computed": ("按规则计算", "computed by rule"),
    "override": ("人工认定", "decided by a person"),
    "override_removed": ("撤销人工认定", "decision withdrawn"),
    "recomputed": ("规则更新后重算", "computed again under new rules"),
}


def label(table: dict[str, Words], code: str, language: str = "zh") -> str:
    """Return the words of a code; the code itself when the table has none."""
    words = table.get(code)
    return code if words is None else words[0 if language == "zh" else 1]


def options(table: dict[str, Words]) -> list[dict[str, str]]:
    """Return a table as [{code, label, label_en}] for the screens; the empty code is left out."""
    return [{"code": code, "label": zh, "label_en": en} for code, (zh, en) in table.items() if code]
