"""The page that helps a phone trust this installation: download, compare, install by pictures, see that it worked."""

import html
from dataclasses import dataclass, field

import segno

from fengsui.server.trust_pictures import phone_picture

CERTIFICATE_NAME = "fengsui-authority.crt"


@dataclass(frozen=True)
class Step:
    """One screen of the phone: what to do in words, and the picture's title, rows and the row to press."""

    words: str
    title: str
    rows: tuple[str, ...]
    press: int
    switched: bool = False


@dataclass(frozen=True)
class Phone:
    """A family of phones and its way through the settings; names of menus differ a little between makers and years."""

    id: str
    name: str
    steps: tuple[Step, ...]
    hint: str = ""
    tags: tuple[str, ...] = field(default=())


PHONES = (
    Phone(
        "iphone",
        "苹果 iPhone",
        (
            Step(
                "用 Safari 打开本页，按“下载证书”，出现提问时按“允许”。",
                "Safari",
                ("下载证书", "此网站正尝试", "下载描述文件", "允许"),
                3,
            ),
            Step(
                "回到桌面，打开“设置”，按最上面的“已下载描述文件”。",
                "设置",
                ("已下载描述文件", "无线局域网", "蓝牙", "蜂窝网络", "通用"),
                0,
            ),
            Step(
                "按右上角“安装”，输入锁屏密码，再按“安装”。",
                "安装描述文件",
                ("Fengsui", "签名者", "包含：证书", "安装"),
                3,
            ),
            Step(
                "再到 设置 → 通用 → 关于本机，最下面的“证书信任设置”。",
                "关于本机",
                ("名称", "系统版本", "型号名称", "证书信任设置"),
                3,
            ),
            Step(
                "打开 Fengsui 的开关，按“继续”。不做这一步，证书装了也不管用。",
                "证书信任设置",
                ("Fengsui",),
                0,
                switched=True,
            ),
        ),
    ),
    Phone(
        "android",
        "安卓",
        (
            Step(
                "按“下载证书”，文件在“下载”里。",
                "浏览器",
                ("下载证书", CERTIFICATE_NAME, "下载完成"),
                0,
            ),
            Step(
                "打开 设置 → 安全和隐私 → 更多安全设置 → 加密与凭据。",
                "设置",
                ("网络和互联网", "应用", "安全和隐私", "位置信息"),
                2,
            ),
            Step(
                "按“安装证书”，选“CA 证书”，警告页按“仍然安装”。", "安装证书", ("CA 证书", "VPN 和应用用户证书", "WLAN 证书"), 0
            ),
            Step(
                "在文件里选刚才下载的证书。",
                "下载",
                (CERTIFICATE_NAME, "其他文件"),
                0,
            ),
        ),
        hint="找不到时，在“设置”最上面搜“CA 证书”。",
    ),
    Phone(
        "harmony",
        "鸿蒙",
        (
            Step(
                "按“下载证书”，文件在“下载”里。",
                "浏览器",
                ("下载证书", CERTIFICATE_NAME, "下载完成"),
                0,
            ),
            Step(
                "打开 设置 → 隐私和安全（或 安全）→ 更多安全设置。", "设置", ("显示和亮度", "声音和振动", "隐私和安全", "电池"), 2
            ),
            Step(
                "按“加密和凭据”里的“从存储设备安装”，选“CA 证书”。", "加密和凭据", ("信任的凭据", "用户凭据", "从存储设备安装"), 2
            ),
            Step(
                "选刚才下载的证书，输入锁屏密码。",
                "下载",
                (CERTIFICATE_NAME, "其他文件"),
                0,
            ),
        ),
        hint="菜单名称各版本略有不同，在“设置”最上面搜“证书”。",
    ),
    Phone(
        "miui",
        "小米、红米",
        (
            Step(
                "按“下载证书”，文件在“下载”里。",
                "浏览器",
                ("下载证书", CERTIFICATE_NAME, "下载完成"),
                0,
            ),
            Step(
                "打开 设置 → 指纹、面部与密码（或 密码与安全）→ 系统安全。",
                "设置",
                ("我的设备", "密码与安全", "通知与控制中心", "桌面"),
                1,
            ),
            Step(
                "按“加密与凭据”→“安装证书”→“CA 证书”。",
                "加密与凭据",
                ("信任的凭据", "用户凭据", "安装证书"),
                2,
            ),
            Step(
                "选刚才下载的证书。",
                "下载",
                (CERTIFICATE_NAME, "其他文件"),
                0,
            ),
        ),
        hint="在“设置”最上面搜“证书”最快。",
    ),
)

STYLE = """
body{font:17px/1.7 system-ui,"Noto Sans CJK SC",sans-serif;color:#1b1f24;max-width:44em;
margin:0 auto;padding:20px;background:#fff}
h1{font-size:24px;margin:.2em 0}h2{font-size:20px;margin-top:1.6em}
a.go{display:inline-block;background:#1F5FBF;color:#fff;padding:12px 20px;border-radius:8px;text-decoration:none;min-height:24px}
code{font-size:15px;word-break:break-all;background:#f3f5f7;padding:2px 4px;border-radius:4px}
details{border:1px solid #c9cfd6;border-radius:10px;margin:10px 0;padding:0 14px}
summary{font-weight:600;min-height:44px;line-height:44px;cursor:pointer}
ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:14px}
li{flex:1 1 140px;max-width:190px;margin:0 0 12px}
.phone{width:100%;display:block;margin:0 auto 6px}.said{font-size:15px;line-height:1.5;margin:0}
.result{border-radius:8px;padding:10px 14px;margin:12px 0;background:#f3f5f7}.good{background:#E3F3E8;color:#14602f}
.bad{background:#FDECC8;color:#6b4600}.qr{display:flex;flex-wrap:wrap;gap:24px}figure{margin:0;text-align:center}
figcaption{font-size:14px;color:#4a525c}.muted{color:#4a525c;font-size:15px}
"""

# The page works without it; with it, the phone is told whether the steps were done: a request over HTTPS goes through
# only when the certificate is trusted. no-cors: the answer itself is of no interest.
SCRIPT = """
const said = document.getElementById('said')
async function look() {
  try {
    await fetch(said.dataset.address, { mode: 'no-cors', cache: 'no-store' })
    said.className = 'result good'
    said.textContent = '✓ 这部手机已经信任本单位的烽燧，可以打开巡查应用了。'
  } catch {
    said.className = 'result bad'
    said.textContent = '这部手机还没有信任。请按下面的图一步一步做，做完回到本页会自动再查。'
  }
}
addEventListener('pageshow', look)
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look())
"""


def _qr(address: str, words: str) -> str:
    drawing = segno.make(address, error="m").svg_inline(scale=4, border=2)
    return f"<figure>{drawing}<figcaption>{html.escape(words)}</figcaption></figure>"


def _phone(phone: Phone) -> str:
    steps = "".join(
        f"<li>{phone_picture(step.title, step.rows, press=step.press, switched=step.switched, number=n)}"
        f'<p class="said">{n}. {html.escape(step.words)}</p></li>'
        for n, step in enumerate(phone.steps, 1)
    )
    hint = f'<p class="muted">{html.escape(phone.hint)}</p>' if phone.hint else ""
    return f'<details id="{phone.id}"><summary>{html.escape(phone.name)}</summary><ol>{steps}</ol>{hint}</details>'


def trust_page(host: str, port: int, fingerprint: str) -> str:
    """Return the page (HTML) that walks a phone through trusting the authority.

    `host` is the name the phone asked for, `port` the HTTPS port (this page is one above it), `fingerprint` the
    authority's SHA-256 in pairs, as the phone's own screen shows it.
    """
    name = html.escape(host, quote=True)
    app, own = f"https://{name}:{port}/patrol/", f"http://{name}:{port + 1}/"
    phones = "".join(_phone(phone) for phone in PHONES)
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>让手机信任本单位的烽燧</title>
<style>{STYLE}</style></head><body>
<h1>让手机信任本单位的烽燧</h1>
<p>相机、定位、离线保存和本机加密只在受信任的 HTTPS 下可用。每部手机做一次，约两分钟。</p>
<p id="said" class="result" role="status" data-address="https://{name}:{port}/healthz">按下面三步做，做完打开巡查应用。</p>
<h2>一、核对指纹</h2>
<p>值班室公布的指纹应与这里、与手机安装时显示的完全一样，不一样就不要安装，并告诉值班室。</p><p><code>{fingerprint}</code></p>
<h2>二、下载并安装证书</h2>
<p><a class="go" href="/authority.crt">下载证书</a></p>
<p>选你的手机，照图做（菜单名称各厂家、各年份略有不同）：</p>
{phones}
<h2>三、打开巡查应用</h2>
<p><a class="go" href="{app}">打开巡查应用</a></p>
<p class="muted">打开后按浏览器菜单里的“添加到主屏幕”，以后从桌面图标进入。微信、钉钉里打不开离线功能，请用手机自带浏览器。</p>
<h2>给别的手机</h2>
<div class="qr">{_qr(own, "扫码打开本页")}{_qr(app, "信任之后，扫码打开巡查应用")}</div>
<p class="muted" lang="en">Compare the fingerprint, install the certificate once as the pictures show,
then open the patrol app.</p>
<script>{SCRIPT}</script></body></html>"""
