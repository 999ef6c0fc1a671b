"""fengsui privacy: what of personal data has had its time, and dealing with it now."""

import sys

import click

from fengsui.server.commands.database import json_option, open_database, print_object
from fengsui.server.commands.language import t


def add_to(cli: click.Group) -> None:
    """Add the group."""
    cli.add_command(privacy)


@click.group(help=t("个人信息", "Personal data"))
def privacy() -> None:
    """Hold the privacy commands."""


@privacy.command(
    help=t(
        "保存期限一览和到期数量；只看不改，加 --apply 立即处理。",
        "What is kept how long, and what is due; --apply deals with it.",
    )
)
@click.option(
    "--apply",
    "does",
    is_flag=True,
    help=t("立即删除或匿名化到期的内容（每天 2 时自动做）", "Deal with it now (done every night)"),
)
@json_option
def retention(does: bool, as_json: bool) -> None:
    """Preview, or deal with what is due."""
    open_database(quiet=as_json)
    from fengsui.kernel import actor
    from fengsui.kernel.privacy import retention as kept

    doer = actor.system("命令行")
    rows = kept.preview(actor=doer)
    run = kept.run(actor=doer) if does else None
    if as_json:
        print_object({"kinds": rows, "done": run.counts if run else None, "faults": run.faults if run else {}})
    else:
        for row in rows:
            days = t(f"{row['days']} 天", f"{row['days']} d") if row["days"] else "—"
            flag = "" if row["is_verified"] else t("（未核实）", " (unverified)")
            click.echo(f"  {row['due']:>7}  {days:<7} {row['action_label']}  {row['what']}　{row['basis']}{flag}")
        if run:
            for code, words in run.faults.items():
                click.echo(f"✗ {code}：{words}")
            click.echo(t(f"✓ 已处理 {sum(run.counts.values())} 条", f"✓ {sum(run.counts.values())} rows dealt with"))
    sys.exit(1 if run and run.faults else 0)
