"""The `fengsui` command itself; sub-commands load only what they need."""

import sys

import click

from fengsui.server.commands.language import t


@click.group(
    help=t("烽燧：街镇消防安全治理平台。", "Fengsui: a district's fire safety, street by street."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=t(
        "退出码：0 完成；1 发现问题；2 用法或设置不对；3 业务拒绝。设置项见运维手册。",
        "Exit codes: 0 done; 1 problems found; 2 wrong usage or setting; 3 refused by a rule.",
    ),
)
@click.version_option(package_name="fengsui", prog_name="fengsui")
def cli() -> None:
    """Hold the sub-commands."""


def main() -> None:
    """Run the command line; a wrong setting or a domain error ends it with words, not a traceback."""
    from fengsui.kernel.errors import DomainError

    _assemble()
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except DomainError as error:
        click.echo(f"✗ {error.zh}\n  {error.en}", err=True)
        for field in error.fields:
            click.echo(f"  - {field.field}: {field.zh} {field.en}", err=True)
        sys.exit(3)


def _assemble() -> None:
    from fengsui.server.commands import audit, check, data, demo, drill, figures, keep, privacy, serve, users

    for module in (serve, demo, check, users, data, figures, keep, drill, audit, privacy):
        module.add_to(cli)
