"""fengsui demo: a simulated district to look at, then served."""

from collections import deque
from time import monotonic

import click

from fengsui.server.commands.database import json_option, open_database, print_object
from fengsui.server.commands.language import t


def add_to(cli: click.Group) -> None:
    """Add the command."""
    cli.add_command(demo)


@click.command(
    help=t(
        "生成模拟区县数据并启动服务：13 个街道，两年从简、最近 30 天逐日。",
        "Simulate a district and serve it: 13 streets, two thin years and the last 30 days in full.",
    )
)
@click.option("--full", is_flag=True, help=t("两年逐日生成（需要较长时间）", "Live both years day by day (takes long)"))
@click.option("--small", is_flag=True, help=t("只生成两个街道、30 天", "Only two streets and 30 days"))
@click.option("--seed", default=1, show_default=True, help=t("随机种子", "Random seed"))
@click.option("--host", default="127.0.0.1", show_default=True, help=t("监听地址", "Address to listen on"))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=t("端口", "Port"))
@click.option("--tls", is_flag=True, help=t("HTTPS（手机访问需要）", "HTTPS (phones need it)"))
@click.option("--no-serve", is_flag=True, help=t("只生成，不启动服务", "Build only"))
@json_option
def demo(full: bool, small: bool, seed: int, host: str, port: int, tls: bool, no_serve: bool, as_json: bool) -> None:
    """Build a demo once, say where and with which logins, and serve."""
    if full and small:
        raise click.UsageError(t("--full 和 --small 只能选一个。", "--full and --small exclude each other."))
    open_database(quiet=as_json)
    from fengsui.demo.district import build_district
    from fengsui.demo.small import build_small_demo

    progress = silent if as_json else TimeLeft()
    made = build_small_demo(seed, progress=progress) if small else build_district(seed, full=full, progress=progress)
    if as_json:
        print_object(made)
        return
    tell(made, host=host, port=port, tls=tls)
    if not no_serve:
        from fengsui.server.commands.serve import run

        run(host=host, port=port, tls=tls)


def silent(done: int, total: int, words: str = "") -> None:
    """Print nothing, so that standard output is one object."""


class TimeLeft:
    """Prints how far it is and about how long it still takes, judged by the last steps."""

    def __init__(self) -> None:
        self.seen: deque[tuple[float, int]] = deque(maxlen=25)

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """Print one step."""
        self.seen.append((monotonic(), done))
        (since, first), (now, last) = self.seen[0], self.seen[-1]
        left = (now - since) / (last - first) * (total - done) if last - first >= 5 else None
        told = "" if left is None else t(f"，约剩 {_span(left)}", f", about {_span(left)} left")
        click.echo(f"\r  {words} {done}/{total}{told}        ", nl=done >= total, err=True)


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return t(f"{minutes} 分钟", f"{minutes} min") if minutes else t(f"{max(1, round(seconds))} 秒", f"{max(1, round(seconds))} s")


def tell(made: dict[str, object], *, host: str, port: int, tls: bool) -> None:
    """Print where the demo is served and with which logins."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "127.0.0.1") else host
    address = f"{'https' if tls else 'http'}://{shown}:{port}"
    click.echo(t("\n烽燧演示区县（模拟数据）", "\nFengsui demo district (simulated data)"))
    click.echo(t(f"  电脑  {address}/", f"  desk   {address}/"))
    click.echo(t(f"  手机  {address}/patrol/", f"  phone  {address}/patrol/"))
    logins = made.get("logins")
    if isinstance(logins, list):
        click.echo(t("  登录名 / 密码 / 角色", "  name / password / role"))
        for login in logins:
            click.echo(f"    {login['username']:<22} {login['password']:<18} {login['role_label']} {login.get('area', '')}")
