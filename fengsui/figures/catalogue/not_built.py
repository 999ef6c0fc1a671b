"""Figures that brigades publish and that no room of this house can count yet: they stand with their words, without a value."""

from fengsui.kernel.rates import Unbuilt, declare_unbuilt

LETTERS = ("函件", "letters")
PENALTIES = ("执法文书", "enforcement papers")
STATIONS = ("消防站点", "stations")
SENSING = ("物联预警", "devices and alarms")
FIRES = ("火灾统计", "fires")
CAMPAIGNS = ("专项行动", "campaigns")
MEDIA = ("媒体传播", "media")
SELF_CHECKS = ("场所自查", "self-checks by places")
OUTSIDE = ("外部底数", "numbers kept by others")

NOT_BUILT = (
    ("letters.advisory", "提示函", "Advisory letters", ("份", "letters"), LETTERS, "防火安全委员会办公室制发的提示函"),
    ("letters.sent", "函告", "Letters sent", ("份", "letters"), LETTERS, "发出的函件及其签收、反馈"),
    ("letters.answered_rate", "函件反馈及时率", "Letters answered in time", ("%", "%"), LETTERS, "函件的要求反馈日和实际反馈日"),
    ("penalties.orders", "责令改正通知书", "Orders to correct", ("份", "papers"),
     PENALTIES, "有权机关制发的责令改正通知书"),
    ("penalties.decisions", "行政处罚决定书", "Penalty decisions", ("份", "papers"), PENALTIES, "行政处罚决定书"),
    ("penalties.sealings", "临时查封", "Temporary sealings", ("处", "cases"), PENALTIES, "临时查封决定书"),
    ("penalties.suspensions", "责令“三停”", "Businesses suspended", ("家", "places"),
     PENALTIES, "责令停产停业、停止施工、停止使用的决定"),
    ("penalties.fines", "罚款", "Fines", ("万元", "10,000 yuan"), PENALTIES, "行政处罚决定书的罚款金额"),
    ("penalties.detained", "拘留", "People detained", ("人", "people"), PENALTIES, "行政拘留决定"),
    ("stations.rescue", "消防救援站", "Fire and rescue stations", ("个", "stations"), STATIONS, "在用站点的类别"),
    ("stations.full_time", "专职消防站", "Full-time stations", ("个", "stations"), STATIONS, "在用站点的类别"),
    ("stations.post_houses", "消防驿站", "Post houses", ("个", "stations"), STATIONS, "在用站点的类别"),
    ("stations.rescue_distance", "最长救援距离", "Longest rescue distance", ("千米", "km"),
     STATIONS, "两次有版本的覆盖计算之差"),
    ("sensing.detector_places", "安装智能烟感的场所", "Places with detectors", ("家", "places"),
     SENSING, "30 天内在线的烟感设备"),
    ("sensing.detectors", "智能烟感", "Smoke detectors", ("个", "devices"),
     SENSING, "30 天内在线的烟感设备，设备数与场所数分开计"),
    ("sensing.offline_rate", "离线设备率", "Devices offline", ("%", "%"), SENSING, "设备的最近一次上线时间"),
    ("sensing.charging_ports", "智能充电位", "Charging ports", ("个", "ports"), SENSING, "在用的充电端口"),
    ("sensing.lift_compounds", "电动车禁入电梯的小区", "Compounds with lift control", ("个", "compounds"),
     SENSING, "在线的电梯阻车设备"),
    ("sensing.alarm_verification", "报警核实及时率", "Alarms verified in time", ("%", "%"),
     SENSING, "报警的签收和核实记录"),
    ("incidents.fires", "火灾起数", "Fires", ("起", "fires"), FIRES, "经确认的火灾"),
    ("incidents.graded", "较大以上火灾", "Serious fires", ("起", "fires"), FIRES, "按亡人、重伤、直接财产损失定级的火灾"),
    ("incidents.fatal_fires", "亡人火灾", "Fatal fires", ("起", "fires"), FIRES, "有亡人的火灾，小火亡人单列"),
    ("incidents.deaths", "火灾亡人", "Deaths in fires", ("人", "people"), FIRES, "经确认的火灾伤亡记录"),
    ("incidents.injured", "火灾伤人", "Injured in fires", ("人", "people"), FIRES, "经确认的火灾伤亡记录"),
    ("incidents.loss", "直接财产损失", "Direct losses", ("万元", "10,000 yuan"), FIRES, "火灾损失核定记录"),
    ("incidents.days_without_death", "连续无亡人火灾天数", "Days without a death in a fire", ("天", "days"),
     FIRES, "最近一次亡人火灾的日期"),
    ("campaigns.ladder_ground", "清理登高操作场地障碍物", "Ladder grounds cleared", ("处", "cases"),
     CAMPAIGNS, "专项行动的分项记录"),
    ("campaigns.vehicles", "清理占道车辆", "Vehicles moved", ("辆", "vehicles"), CAMPAIGNS, "专项行动的分项记录"),
    ("campaigns.ebikes", "清理违规停放电动车", "E-bikes moved", ("辆", "vehicles"), CAMPAIGNS, "专项行动的分项记录"),
    ("campaigns.lodgers", "清理违规留宿", "People lodging unlawfully", ("人", "people"), CAMPAIGNS, "专项行动的分项记录"),
    ("campaigns.torn_down", "拆除违规建筑、彩钢板", "Torn down", ("平方米", "m²"), CAMPAIGNS, "专项行动的分项记录"),
    ("campaigns.obstacles", "拆改障碍物", "Obstacles removed", ("处", "cases"), CAMPAIGNS, "专项行动的分项记录"),
    ("campaigns.marked_units", "完成车道标线的重点单位", "Key units marked", ("家", "places"),
     CAMPAIGNS, "标线施划记录和完工照片"),
    ("campaigns.marked_compounds", "完成车道标线的小区", "Compounds marked", ("个", "compounds"),
     CAMPAIGNS, "标线施划记录和完工照片"),
    ("media.views", "短视频播放", "Video views", ("次", "views"), MEDIA, "注明日期、链接和截图的平台数字"),
    ("self_checks.rate", "场所自查率", "Places that checked themselves", ("%", "%"), SELF_CHECKS, "场所按月自查的记录"),
    ("self_checks.all_fine", "“零隐患”自查异常", "Self-checks without any hazard", ("家", "places"),
     SELF_CHECKS, "连续自查无隐患、而巡查有隐患的场所"),
    ("outside.register_rate", "建档率", "Places on file", ("%", "%"), OUTSIDE, "应建档的底数（市场监管、住建等名录）"),
    ("outside.trainings_by_people", "每万人宣传场次", "Trainings per 10,000 people", ("场", "sessions"), OUTSIDE, "常住人口数"),
    ("media.reprints", "稿件转载", "Articles reprinted", ("次", "reprints"), MEDIA, "注明日期、链接和截图的转载记录"),
)  # fmt: skip


def declare_all() -> None:
    """Declare them, once every package has declared its figures."""
    for id_, zh, en, unit, (domain, domain_en), source in NOT_BUILT:
        declare_unbuilt(Unbuilt(id_, zh, en, unit, domain, domain_en, source))
