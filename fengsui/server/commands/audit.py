"""fengsui audit: seal and verify the audit log."""

import sys

import click

from fengsui.server.commands.database import json_option, open_database, print_object
from fengsui.server.commands.language import t


def add_to(cli: click.Group) -> None:
    """Add the group."""
    cli.add_command(audit)


@click.group(help=t("审计", "Audit"))
def audit() -> None:
    """Hold the audit commands."""


@audit.command(help=t("封存尚未封存的审计记录。", "Seal what is not sealed yet."))
@json_option
def seal(as_json: bool) -> None:
    """Seal."""
    open_database(quiet=as_json)
    from fengsui.kernel import seals

    count = seals.seal_pending()
    if as_json:
        print_object({"sealed": count})
        return
    click.echo(t(f"✓ 封存 {count} 条", f"✓ {count} entries sealed"))


@audit.command(help=t("离线核验审计封条链；发现改动时退出码为 1。", "Verify the chain of seals; exit code 1 on any fault."))
@click.option("--public-key", default="", help=t("另存的公钥（十六进制）", "Public key kept elsewhere (hex)"))
@json_option
def verify(public_key: str, as_json: bool) -> None:
    """Verify."""
    open_database(quiet=as_json)
    from fengsui.kernel import seals

    found = seals.verify(public_key)
    if as_json:
        print_object({"seals": found.seals, "entries": found.entries, "unsealed": found.unsealed, "faults": list(found.faults)})
    else:
        click.echo(t(f"封条 {found.seals} 个，记录 {found.entries} 条，未封 {found.unsealed} 条", f"{found.seals} seals"))
        for fault in found.faults:
            click.echo(f"✗ {fault}")
        if not found.faults:
            click.echo(t("✓ 未发现改动", "✓ no change found"))
    sys.exit(1 if found.faults else 0)
