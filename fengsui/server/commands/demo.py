"""fengsui demo: a simulated district to look at, then served."""

import click

from fengsui.server.commands.database import json_option, open_database, print_object
from fengsui.server.commands.language import t


def add_to(cli: click.Group) -> None:
    """Add the command."""
    cli.add_command(demo)


@click.command(
    help=t("生成模拟区县数据（两个街道、30 天）并启动服务。", "Simulate a district (2 streets, 30 days) and serve it.")
)
@click.option("--seed", default=1, show_default=True, help=t("随机种子", "Random seed"))
@click.option("--host", default="127.0.0.1", show_default=True, help=t("监听地址", "Address to listen on"))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=t("端口", "Port"))
@click.option("--tls", is_flag=True, help=t("HTTPS（手机访问需要）", "HTTPS (phones need it)"))
@click.option("--no-serve", is_flag=True, help=t("只生成，不启动服务", "Build only"))
@json_option
def demo(seed: int, host: str, port: int, tls: bool, no_serve: bool, as_json: bool) -> None:
    """Build the small demo once, say where and with which logins, and serve."""
    open_database(quiet=as_json)
    from fengsui.demo.small import build_small_demo

    def progress(done: int, total: int, words: str = "") -> None:
        if not as_json:
            click.echo(f"\r  {words} {done}/{total}   ", nl=done >= total, err=True)

    made = build_small_demo(seed=seed, progress=progress)
    if as_json:
        print_object(made)
        return
    tell(made, host=host, port=port, tls=tls)
    if not no_serve:
        from fengsui.server.commands.serve import run

        run(host=host, port=port, tls=tls)


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
