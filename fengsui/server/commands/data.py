"""fengsui import, export, report: data in and out."""

from datetime import date
from pathlib import Path

import click

from fengsui.server.commands.database import json_option, open_database, print_object
from fengsui.server.commands.figures import day_of
from fengsui.server.commands.language import t

existing = click.Path(exists=True, dir_okay=False, path_type=Path)


def add_to(cli: click.Group) -> None:
    """Add the groups."""
    cli.add_command(import_group)
    cli.add_command(export_group)
    cli.add_command(report_group)


@click.group(name="import", help=t("导入", "Import"))
def import_group() -> None:
    """Hold the imports."""


@click.group(name="export", help=t("导出", "Export"))
def export_group() -> None:
    """Hold the exports."""


@click.group(name="report", help=t("报表", "Reports"))
def report_group() -> None:
    """Hold the reports."""


@import_group.command(help=t("导入场所台账（xlsx、xls、csv 等）。", "Import a ledger of places (xlsx, xls, csv …)."))
@click.argument("file", type=existing)
@click.option("--sheet", default=None, help=t("工作表名；缺省自动选择", "Sheet name; guessed by default"))
@click.option("--area", default=None, help=t("限定区域路径", "Area path the rows belong to"))
@click.option("--dry-run", is_flag=True, help=t("只预览，不写入", "Preview only"))
@json_option
def places(file: Path, sheet: str | None, area: str | None, dry_run: bool, as_json: bool) -> None:
    """Import places: new and changed rows are written, doubtful ones wait in the wizard."""
    open_database(quiet=as_json)
    from fengsui.kernel import actor
    from fengsui.places.importing.command import import_places

    counts = import_places(file, sheet=sheet, area=area, actor=actor.system("命令行"), dry_run=dry_run)
    if as_json:
        print_object(dict(counts))
        return
    words = {"new": "新增", "changed": "变更", "same": "相同", "doubtful": "待人工判断", "rejected": "退回"}
    for key, zh in words.items():
        click.echo(f"  {t(zh, key):<12} {counts.get(key, 0)}")


@import_group.command(
    help=t("导入区域（CSV 或 GeoJSON）；不给文件时装入随带的区划。", "Import areas (CSV, GeoJSON), or the shipped ones.")
)
@click.argument("file", type=existing, required=False)
@click.option("--crs", type=click.Choice(["wgs84", "gcj02", "bd09"]), default="wgs84", help=t("坐标系", "Coordinate system"))
@json_option
def areas(file: Path | None, crs: str, as_json: bool) -> None:
    """Import areas."""
    open_database(quiet=as_json)
    from fengsui.kernel import actor
    from fengsui.org.command import import_areas

    result = import_areas(file, crs=crs, actor=actor.system("命令行"))
    if as_json:
        print_object(dict(result))
        return
    for key, value in result.items():
        click.echo(f"  {key}: {value}")


@export_group.command(name="places", help=t("导出场所台账为 XLSX。", "Export the ledger of places as XLSX."))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--area", default="", help=t("区域路径", "Area path"))
@json_option
def export_places_command(out: Path, area: str, as_json: bool) -> None:
    """Export places."""
    open_database(quiet=as_json)
    from fengsui.kernel import actor
    from fengsui.places.command import export_places

    rows = export_places(area, out, actor=actor.system("命令行"))
    if as_json:
        print_object({"rows": rows, "file": str(out)})
        return
    click.echo(t(f"✓ 已导出 {rows} 家场所到 {out}", f"✓ {rows} places written to {out}"))


@report_group.command(help=t("日台账：屏幕、XLSX 或 PDF。", "Day ledger: text, XLSX or PDF."))
@click.option("--date", "day", default="", help=t("日期 2026-03-05；缺省今天", "Date; today by default"))
@click.option("--area", default="", help=t("区域路径；缺省全区", "Area path; the district by default"))
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), default=None, help=t("写 XLSX 到文件", "Write XLSX"))
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), default=None, help=t("写 PDF 到文件", "Write PDF"))
@json_option
def daily(day: str, area: str, xlsx: Path | None, pdf: Path | None, as_json: bool) -> None:
    """Report a day."""
    open_database(quiet=as_json)
    from fengsui.figures import command
    from fengsui.kernel import actor, clock

    try:
        wanted = date.fromisoformat(day) if day else clock.local_date()
    except ValueError:
        raise click.BadParameter(t("日期应为 2026-03-05 这样的格式", "write dates as 2026-03-05"), param_hint="--date") from None
    doer = actor.system("命令行")
    if xlsx:
        xlsx.write_bytes(command.daily_xlsx(actor=doer, day=wanted, area=area))
    if pdf:
        pdf.write_bytes(command.daily_pdf(actor=doer, day=wanted, area=area))
    if as_json:
        print_object(command.daily(actor=doer, day=wanted, area=area))
    elif not (xlsx or pdf):
        click.echo(command.daily_text(actor=doer, day=wanted, area=area))


@report_group.command(help=t("全部指标的数值、口径和明细出处。", "Every figure with value, definition and where its rows are."))
@click.option("--from", "start", default="", help=t("从哪天起；缺省今年 1 月 1 日", "First day; 1 January by default"))
@click.option("--to", "end", default="", help=t("到哪天止；缺省今天", "Last day; today by default"))
@click.option("--area", default="", help=t("区域路径；缺省全部", "Area path; everything by default"))
@json_option
def headline(start: str, end: str, area: str, as_json: bool) -> None:
    """Report all figures."""
    open_database(quiet=as_json)
    from fengsui.figures import command
    from fengsui.kernel import actor, clock

    last = day_of(end, "--to") or clock.local_date()
    first = day_of(start, "--from") or last.replace(month=1, day=1)
    doer = actor.system("命令行")
    if as_json:
        print_object(command.headline(actor=doer, start=first, end=last, area=area))
    else:
        click.echo(command.headline_text(actor=doer, start=first, end=last, area=area))
