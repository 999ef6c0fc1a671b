"""fengsui user: the first accounts of an installation, and a lost second step, by whoever has the machine."""

import sys

import click

from fengsui.server.commands.database import json_option, open_database, print_object
from fengsui.server.commands.language import t


def add_to(cli: click.Group) -> None:
    """Add the group."""
    cli.add_command(user)


@click.group(help=t("账号", "Accounts"))
def user() -> None:
    """Hold the account commands."""


@user.command(help=t("新建账号并授予一个角色；首次登录须改密码。", "Make an account with one role; first login changes it."))
@click.argument("username")
@click.option("--name", required=True, help=t("姓名或岗位名", "Display name"))
@click.option("--role", required=True, help=t("角色代码，如 system_admin", "Role code such as system_admin"))
@click.option("--area", default="", help=t("区域路径，如 150402/006；缺省为全区", "Area path; the district by default"))
@click.option("--line", default="", help=t("条线（部门联络员）", "Line (department liaisons)"))
@click.option("--password-stdin", is_flag=True, help=t("从标准输入读密码；否则生成一个", "Read the password from stdin"))
@json_option
def add(username: str, name: str, role: str, area: str, line: str, password_stdin: bool, as_json: bool) -> None:
    """Make an account."""
    open_database(quiet=as_json)
    from fengsui.kernel import accounts, actor, clock, grants, settings_store, transaction
    from fengsui.kernel.ids import new_id

    password = sys.stdin.readline().rstrip("\n") if password_stdin else accounts.first_password()
    path = area or str(settings_store.get(settings_store.DISTRICT, ""))
    if not path:
        raise click.UsageError(
            t(
                "还没有区域，请先 fengsui import areas，或用 --area 指明。",
                "No areas yet: run `fengsui import areas`, or give --area.",
            )
        )
    doer = actor.system("命令行")
    with transaction.write():
        account = accounts.create_account(actor=doer, id=new_id(), username=username, display_name=name, password=password)
        grants.give(
            actor=doer, account=account, role=role, area_path=path, line=line, valid_from=clock.local_date(), source="命令行"
        )
    made = {"username": account.username, "role": role, "area": path, "first_password": None if password_stdin else password}
    if as_json:
        print_object(made)
        return
    click.echo(t(f"✓ 已新建账号 {account.username}（{role}，{path}）", f"✓ Account {account.username} made ({role}, {path})"))
    if not password_stdin:
        click.echo(t(f"  首次密码：{password}（只显示这一次）", f"  First password: {password} (shown this once)"))


@user.command(
    name="reset-totp", help=t("重设一个账号的两步验证（手机丢失且没有恢复码）。", "Take the second step off an account.")
)
@click.argument("username")
@click.option("--reason", required=True, help=t("原因，写入审计", "Why; kept in the audit log"))
@json_option
def reset_totp(username: str, reason: str, as_json: bool) -> None:
    """Reset the second step."""
    open_database(quiet=as_json)
    from fengsui.kernel import actor, second_factor
    from fengsui.kernel.errors import not_found
    from fengsui.kernel.models import Account

    account = Account.objects.filter(username=username.strip().lower()).first()
    if account is None:
        raise not_found("账号", "account")
    second_factor.reset(actor=actor.system("命令行"), account_id=account.pk, reason=reason)
    if as_json:
        print_object({"username": account.username, "reset": True})
        return
    click.echo(t(f"✓ 已重设 {account.username} 的两步验证，其登录已全部结束", f"✓ Second step of {account.username} reset"))
