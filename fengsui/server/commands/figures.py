"""fengsui figures: verify the cells against the facts, count them anew."""

import sys
from dataclasses import asdict
from datetime import date

import click

from fengsui.server.commands.database import json_option, open_database, print_object
from fengsui.server.commands.language import t

MOST_LINES = 200


def add_to(cli: click.Group) -> None:
    """Add the group."""
    cli.add_command(figures)


@click.group(help=t("统计指标", "Figures"))
def figures() -> None:
    """Hold the figures commands."""


def day_of(text: str, option: str) -> date | None:
    """Return the day of an option, None for none. Raises BadParameter for anything that is no date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(t("日期应为 2026-03-05 这样的格式", "write dates as 2026-03-05"), param_hint=option) from None


@figures.command(
    help=t("从原始记录重算全部指标并与单元格比对；有差异时退出码为 1。", "Recount all figures; exit code 1 on a difference.")
)
@click.option(
    "--since", default="", help=t("存量逐日比对从哪天起；缺省全部", "First day of the day-by-day comparison; all by default")
)
@json_option
def verify(since: str, as_json: bool) -> None:
    """Verify."""
    open_database(quiet=as_json)
    from fengsui.figures.verifying import verify as check

    found = check(since=day_of(since, "--since"), tell=lambda line: None if as_json else click.echo(f"  {line}", err=True))
    if as_json:
        print_object({
            "figures": found.figures, "cells": found.cells, "differences": [asdict(one) for one in found.differences],
        })  # fmt: skip
    else:
        click.echo(t(f"指标 {found.figures} 个，单元格 {found.cells} 个", f"{found.figures} figures, {found.cells} cells"))
        for one in found.differences[:MOST_LINES]:
            where = f"{one.area_path}{' ' + one.line if one.line else ''} {one.when}"
            click.echo(
                f"✗ {one.figure_id} {where}：" + t(f"单元格 {one.kept}，原始记录 {one.counted}", f"{one.kept} ≠ {one.counted}")
            )
        if found.differences:
            words = t(
                f"共 {len(found.differences)} 处差异，可运行 fengsui figures rebuild 重算",
                f"{len(found.differences)} differences",
            )
            click.echo(words)
        else:
            click.echo(t("✓ 与原始记录完全一致", "✓ equal to the facts"))
    sys.exit(1 if found.differences else 0)


@figures.command(help=t("从原始记录重算全部单元格。", "Count all cells anew from the facts."))
@json_option
def rebuild(as_json: bool) -> None:
    """Rebuild."""
    open_database(quiet=as_json)
    from fengsui.kernel.cells import triggers
    from fengsui.kernel.cells.rebuilding import rebuild as count

    if not triggers.complete():
        triggers.install()
    cells = count(lambda line: None if as_json else click.echo(f"  {line}", err=True))
    if as_json:
        print_object({"cells": cells})
        return
    click.echo(t(f"✓ 重算完成，单元格 {cells} 个", f"✓ {cells} cells counted"))
