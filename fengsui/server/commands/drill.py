"""fengsui drill: is the backup worth anything? Made, restored elsewhere, read next to the living installation."""

import sys
from pathlib import Path

import click

from fengsui.server.commands.database import json_option, open_database, print_object
from fengsui.server.commands.figures import day_of
from fengsui.server.commands.language import t

MOST_SHOWN = 50


def add_to(cli: click.Group) -> None:
    """Add the command."""
    cli.add_command(drill)


@click.command(
    help=t(
        "恢复演练：备份、恢复到临时目录，两边的指标、封条、行数逐项比对；不一致时退出码为 1。",
        "Drill: back up, restore to a scratch folder, compare figures, seals and rows; exit code 1 on a difference.",
    )
)
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=None,
    help=t("临时目录放在哪里；缺省在数据目录里", "Where the scratch folder goes; the data folder by default"),
)
@click.option("--facts", is_flag=True, hidden=True)
@click.option("--from", "start", default="", hidden=True)
@click.option("--to", "end", default="", hidden=True)
@json_option
def drill(folder: Path | None, facts: bool, start: str, end: str, as_json: bool) -> None:
    """Drill, or with --facts read this installation for a drill of another."""
    open_database(quiet=as_json)
    from fengsui.kernel import actor, clock
    from fengsui.server import drill as drills

    if facts:
        last = day_of(end, "--to") or clock.local_date()
        print_object(drills.facts(first=day_of(start, "--from") or last.replace(month=1, day=1), last=last))
        return
    row = drills.run(
        actor=actor.system("命令行"),
        folder=folder,
        tell=lambda zh, en: None if as_json else click.echo(f"  {t(zh, en)}…", err=True),
    )
    if as_json:
        print_object({
            "ok": row.ok, "figures": row.figures, "seals": row.seals, "files": row.files, "bytes": row.backup_bytes,
            "problem": row.problem,
            "seconds": round((row.ended_at - row.started_at).total_seconds(), 1), "differences": row.differences,
        })  # fmt: skip
    else:
        for one in row.differences[:MOST_SHOWN]:
            click.echo(
                f"✗ {one['what']}："
                + t(f"现有 {one['living']}，恢复后 {one['restored']}", f"{one['living']} ≠ {one['restored']}")
            )
        if row.problem:
            click.echo(f"✗ {row.problem}")
        if row.ok:
            click.echo(t(
                f"✓ 恢复后与现有完全一致：指标 {row.figures} 个，封条 {row.seals} 个，证据文件 {row.files} 个",
                f"✓ The restored copy reads the same: {row.figures} figures, {row.seals} seals, {row.files} files",
            ))  # fmt: skip
    sys.exit(0 if row.ok else 1)
