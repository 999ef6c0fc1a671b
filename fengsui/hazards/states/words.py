"""The states of a hazard, its grades and legal categories, with their words."""

from fengsui.hazards.states.shapes import State

STATES: dict[str, State] = {
    state.code: state
    for state in (
        State("found", "发现", "found", in_stock=True, limit_runs=True),
        State("assigned", "已交办", "assigned", in_stock=True, limit_runs=True),
        State("accepted", "已接办", "accepted", in_stock=True, limit_runs=True),
        State("referred", "已移送", "referred to a department", in_stock=True, limit_runs=True),
        State("reported_fixed", "整改上报", "reported fixed", in_stock=True, limit_runs=False),
        State("fixed_on_site", "当场改正（待照片）", "fixed on site, photo on its way", in_stock=True, limit_runs=False),
        State("closed", "销案", "closed", in_stock=False, limit_runs=False),
        State("void", "作废", "void", in_stock=False, limit_runs=False),
        State("merged", "并案", "merged into another", in_stock=False, limit_runs=False),
    )
}

GRADES: dict[str, tuple[str, str]] = {
    "A": ("A 立即改正", "A, at once"),
    "B": ("B 严重", "B, serious"),
    "C": ("C 一般", "C, ordinary"),
    "D": ("D 需施工或计划整改", "D, needs works or a plan"),
}

# The twelve boxes of the police form for daily fire supervision, in our own short words; each hazard carries one.
LEGAL_CATEGORIES: dict[int, tuple[str, str]] = {
    1: ("设施、器材、标志的配置不合要求", "facilities, equipment or signs not provided as required"),
    2: ("设施、器材、标志没有保持完好", "facilities, equipment or signs not kept in working order"),
    3: ("设施、器材被损坏或挪作他用", "facilities or equipment damaged or used for other ends"),
    4: ("擅自拆除或停用设施、器材", "facilities or equipment removed or switched off"),
    5: ("疏散通道、安全出口被占用、堵塞或封闭", "escape route or exit occupied, blocked or closed"),
    6: ("消火栓被埋压圈占，或防火间距被占用", "hydrant buried or enclosed, or fire separation occupied"),
    7: ("违规进入易燃易爆危险品场所", "unlawful entry to a place with explosive or flammable goods"),
    8: ("违规使用明火作业", "unlawful hot work"),
    9: ("在有火灾危险的场所吸烟或用火", "smoking or open flame where it is dangerous"),
    10: ("消防车通道被占用或堵塞", "fire engine lane occupied or blocked"),
    11: ("人员密集场所门窗上有影响逃生救援的障碍物", "obstacles on doors or windows of a crowded place"),
    12: ("其他消防安全问题", "other fire-safety matter"),
}

OPEN_STATES = tuple(state.code for state in STATES.values() if state.in_stock)
LIMIT_STATES = tuple(state.code for state in STATES.values() if state.limit_runs)
