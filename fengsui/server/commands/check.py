"""fengsui check: is this installation fit for work? One line a finding, exit code 1 when something is wrong."""

import sys

import click

from fengsui.server.commands.database import json_option, open_database, print_object
from fengsui.server.commands.language import t


def add_to(cli: click.Group) -> None:
    """Add the command."""
    cli.add_command(check)


@click.command(
    help=t("检查设置、数据库、磁盘、字体、后台与手机可用性。", "Check settings, database, disk, fonts, background work, phones.")
)
@click.option("--url", default="", help=t("用户访问的网址，用来判断手机能否用", "The address people use, to judge phones by"))
@json_option
def check(url: str, as_json: bool) -> None:
    """Check."""
    open_database(quiet=as_json)
    from fengsui.server.health import findings

    found = findings(url)
    wrong = any(item.level == "wrong" for item in found)
    if as_json:
        print_object({"ok": not wrong, "findings": [item.as_dict() for item in found]})
    else:
        marks = {"good": "✓", "warn": "!", "wrong": "✗"}
        for item in found:
            click.echo(f"{marks[item.level]} {t(item.zh, item.en)}")
    sys.exit(1 if wrong else 0)
