"""Words for what a place does and how it stands, as ledgers write them, into the ledger's codes. Pure."""

from collections.abc import Mapping
from functools import lru_cache

from fengsui.kernel.search_text import fold

# First match wins, so the narrower words stand before the wider ones.
_ACTIVITY_WORDS: tuple[tuple[str, str], ...] = (
    ("kindergarten", "幼儿园 托育 托儿 早教"),
    ("elderly_care", "养老 敬老 福利院 护理院 托老"),
    ("hospital", "医院 卫生院 妇幼保健"),
    ("clinic", "诊所 门诊 卫生室 卫生站 口腔 医美 中医馆 卫生服务站"),
    ("training", "培训 辅导 托管 补习 教育咨询 驾校 琴行"),
    ("school", "学校 小学 中学 高中 大学 学院 职校"),
    ("internet_cafe", "网吧 网咖 电竞 上网服务"),
    ("new_leisure", "剧本 密室 私人影院 影咖 轰趴 直播 电竞酒店"),
    ("entertainment", "ktv 歌厅 歌舞 酒吧 夜总会 影院 电影 游艺 迪厅 舞厅 量贩 公共娱乐"),
    ("beauty_bath", "美容 美发 理发 洗浴 足疗 足浴 按摩 桑拿 汗蒸 美甲 浴池 浴室 spa"),
    ("fitness_tea", "健身 茶 棋牌 麻将 咖啡 台球 瑜伽 游泳 休闲"),
    ("fuel_station", "加油 加气站 加油加气"),
    ("dangerous_goods", "液化气 烟花 爆竹 危化 油漆 易燃易爆 燃气 化工"),
    ("hotel", "宾馆 酒店 旅馆 旅店 民宿 招待所 住宿 客栈 公寓式"),
    ("restaurant", "餐饮 饭店 餐厅 饭馆 小吃 火锅 烧烤 快餐 面馆 食堂 奶茶 早餐 烤肉 麻辣烫 餐馆 酒楼 小餐饮 羊汤 对夹"),
    ("market", "商场 市场 购物中心 百货 商城 批发"),
    (
        "shop",
        "超市 便利店 商店 零售 商贸 药店 药房 五金 服装 烟酒 水果 购物 小卖部 食杂 蔬菜 手机店 眼镜 花店 文具 小商店 粮油 建材 专卖",
    ),
    ("warehouse", "仓库 仓储 物流 快递 冷库"),
    ("workshop", "作坊 加工 维修 汽修 修理 洗车 印刷 门窗"),
    ("factory", "工厂 生产 制造 厂"),
    ("library_museum", "图书馆 博物馆 展览 文化馆 纪念馆"),
    ("religious", "寺 庙 教堂 清真 宗教"),
    ("station_hall", "客运站 候车 火车站 汽车站"),
    ("charging", "充电 停放充电"),
    ("rental", "出租屋 出租房 群租"),
    ("self_built", "自建房"),
    ("residential", "住宅 居民楼"),
    ("construction", "工地 施工"),
    ("office", "办公 写字楼 机关 事业单位 银行 保险 律师 公司"),
    ("mixed", "多业态"),
    ("combined", "三合一 多合一 住宿与经营合用"),
)
_WORDS = tuple((code, tuple(fold(word) for word in words.split())) for code, words in _ACTIVITY_WORDS)
_STATES: tuple[tuple[str, str], ...] = (
    ("demolished", "拆除 已拆 拆迁"),
    ("closed", "注销 倒闭 关门 关闭 已关 撤销 吊销 永久停业"),
    ("moved", "搬迁 搬走 迁出 已搬"),
    ("renovating", "装修 改造 装修中"),
    ("transferring", "转让 换手 出兑"),
    ("vacant", "空置 闲置 空房 无人经营 空店 空铺"),
    ("seasonal", "季节"),
    ("suspended", "停业 歇业 暂停 停产 未营业 未开业 不营业 停工"),
    ("operating", "在营 营业 正常 开业 经营 存续 在业 开门 使用"),
)
_SEALED = ("查封", "封停")
_YES, _NO = ("是", "1", "√", "y"), ("否", "0", "×", "n")


@lru_cache(maxsize=8192)
def activity_of(text: str) -> str:
    """Return the activity code of words in a category column; '' when no word is known."""
    plain = fold(text)
    for code, words in _WORDS:
        if any(word in plain for word in words):
            return code
    return ""


def by_label(text: str, labels: Mapping[str, str]) -> str:
    """Return the code whose words are exactly the text (or the code itself); '' otherwise."""
    plain = fold(text)
    for code, words in labels.items():
        if plain in (fold(words), code) or plain == fold(words).removesuffix("场所"):
            return code
    return ""


@lru_cache(maxsize=1024)
def state_of(text: str) -> str | None:
    """Return the state code of words such as 正常营业, 停业; '' for blank, None when the words are not known."""
    plain = fold(text)
    if not plain:
        return ""
    if plain in _YES:
        return "operating"
    if plain in _NO:
        return "suspended"
    if any(word in plain for word in _SEALED):
        return None
    for code, words in _STATES:
        if any(word in plain for word in words.split()):
            return code
    return None
