"""fengsui backup and restore: the whole installation in one file, and back on a clean machine."""

from pathlib import Path

import click

from fengsui.server.commands.database import json_option, open_database, print_object, set_up
from fengsui.server.commands.language import t


def add_to(cli: click.Group) -> None:
    """Add the commands."""
    cli.add_command(backup)
    cli.add_command(restore)


@click.command(
    help=t("备份数据库、证据文件和密钥到一个文件（服务可继续运行）。", "Back everything up to one file, while serving.")
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def backup(file: Path, as_json: bool) -> None:
    """Back up."""
    open_database(quiet=as_json)
    from fengsui.server.archive import write_backup

    made = write_backup(file)
    if as_json:
        print_object(made)
        return
    click.echo(t(f"✓ 已备份 {made['files']} 个证据文件和数据库到 {file}", f"✓ Backup written to {file}"))
    click.echo(t("  备份含密钥和个人信息，请加密保管、限制读取。", "  It holds keys and personal data: keep it safe."))


@click.command(
    help=t("从备份恢复到空的数据目录；逐个文件核对校验值。", "Restore a backup into an empty data folder, hash by hash.")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--force", is_flag=True, help=t("覆盖现有数据（原数据改名保留）", "Replace existing data (kept under another name)")
)
@json_option
def restore(file: Path, force: bool, as_json: bool) -> None:
    """Restore."""
    set_up()
    from fengsui.server.archive import read_backup

    made = read_backup(file, force=force)
    open_database(quiet=as_json)
    if as_json:
        print_object(made)
        return
    click.echo(t(f"✓ 已恢复 {made['files']} 个证据文件和数据库", f"✓ Restored {made['files']} files and the database"))
