"""fengsui serve: the supervisor, or one of its roles."""

import sys

import click

from fengsui.server.commands.database import open_database
from fengsui.server.commands.language import t


def add_to(cli: click.Group) -> None:
    """Add the command."""
    cli.add_command(serve)


@click.command(help=t("启动服务：网页、后台任务、事件转发，掉了自动拉起。", "Serve web, worker and relay; restart what dies."))
@click.option("--host", default="0.0.0.0", show_default=True, help=t("监听地址", "Address to listen on"))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=t("端口", "Port"))
@click.option(
    "--role",
    type=click.Choice(["all", "web", "worker", "relay", "trust"]),
    default="all",
    help=t("只运行一个角色", "Run one role only"),
)
@click.option(
    "--tls", is_flag=True, help=t("HTTPS：自建本地证书，手机需信任一次", "HTTPS by a local authority phones trust once")
)
@click.option("--web-processes", default=1, type=click.IntRange(1, 32), help=t("网页进程数（PostgreSQL）", "Web processes"))
def serve(host: str, port: int, role: str, tls: bool, web_processes: int) -> None:
    """Serve."""
    # At the start of a machine the database may be up a little later than this.
    open_database(wait_seconds=30)
    run(host=host, port=port, role=role, tls=tls, web_processes=web_processes)


def run(*, host: str, port: int, role: str = "all", tls: bool = False, web_processes: int = 1) -> None:
    """Run one role in this process, or all of them under the supervisor, until told to stop."""
    from fengsui.server import roles
    from fengsui.server.supervisor import Supervisor

    if role != "all":
        roles.run(role, host=host, port=port, tls=tls, web_processes=web_processes)
        return
    names = ["web", "worker", "relay"] + (["trust"] if tls else [])
    common = ["--host", host, "--port", str(port), "--web-processes", str(web_processes)] + (["--tls"] if tls else [])
    commands = {name: [sys.executable, "-m", "fengsui", "serve", "--role", name, *common] for name in names}
    sys.exit(Supervisor(commands).run())
