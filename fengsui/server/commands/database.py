"""Opens the database for a command: set-up, and migration of a new or older one without being asked."""

import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from fengsui.server.commands.language import t


def set_up() -> None:
    """Load Django with this project's settings; a wrong setting ends the command with exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fengsui.server.settings")
    import django

    try:
        django.setup()
    except SystemExit as error:
        click.echo(str(error), err=True)
        sys.exit(2)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    from django.conf import settings

    with (Path(settings.DATA_DIR) / "migrate.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _reach(wait_seconds: float) -> None:
    """Try the database server until it answers or the time is up; raises what it said last, which a pool would not tell."""
    from django.db import OperationalError, connection

    if connection.vendor != "postgresql":
        return
    import psycopg

    until, told = time.monotonic() + wait_seconds, False
    while True:
        try:
            psycopg.connect(**{"connect_timeout": 5, **connection.get_connection_params()}).close()
            return
        except psycopg.OperationalError as error:
            # Only a server that is not up yet is worth waiting for: not a wrong name or password.
            refused = "FATAL" in str(error) and "starting up" not in str(error)
            if refused or time.monotonic() >= until:
                raise OperationalError(*error.args) from error
            if not told:
                click.echo(t("数据库还没有应答，正在等它启动…", "The database does not answer yet; waiting for it…"), err=True)
                told = True
        time.sleep(0.5)


def open_database(*, quiet: bool = False, wait_seconds: float = 0) -> None:
    """Set Django up and bring the database to this version; several processes may do so at once.

    `wait_seconds` is for a server that may still be starting. Ends the command with exit code 2 when it cannot be reached.
    """
    set_up()
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        _reach(wait_seconds)
        with _one_at_a_time():
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if plan:
                if not quiet:
                    click.echo(t(f"正在准备数据库（{len(plan)} 步）…", f"Preparing the database ({len(plan)} steps)…"), err=True)
                call_command("migrate", verbosity=0, interactive=False)
            _load_shipped()
    except OperationalError as error:
        click.echo(t(f"✗ 连接不上数据库：{error}", f"✗ The database cannot be reached: {error}"), err=True)
        click.echo(t("  请检查 FENGSUI_DATABASE_URL 与磁盘空间。", "  Check FENGSUI_DATABASE_URL and the disk."), err=True)
        sys.exit(2)


def _load_shipped() -> None:
    from fengsui.kernel import actor
    from fengsui.kernel.rulepacks import services as rulepacks

    rulepacks.import_shipped(actor=actor.system("安装"))


def print_object(value: dict[str, Any]) -> None:
    """Print one JSON object on one line, for --json."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


json_option = click.option("--json", "as_json", is_flag=True, help=t("只输出一个 JSON 对象", "Print one JSON object only"))
