"""Who is told about a bulletin: everybody whose grant carries the permission for its area, each once."""

from django.db.models import Q

from fengsui.figures.bulletins.kinds import period_words
from fengsui.figures.bulletins.models import Bulletin
from fengsui.kernel import clock, messages
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period
from fengsui.kernel.models import Grant
from fengsui.kernel.permissions import known


def tell(actor: Actor, row: Bulletin, permission: str, what: str, title: str) -> None:
    """Write one message to each person who may do the next step with a bulletin, but not to the one who acts."""
    today = clock.local_date()
    above = ["/".join(row.area_path.split("/")[: n + 1]) for n in range(row.area_path.count("/") + 1)]
    held = Grant.objects.filter(role__in=known(permission).roles, area_path__in=above, line="", valid_from__lte=today)
    held = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), revoked_at__isnull=True)
    for account_id in sorted(set(held.values_list("account_id", flat=True)), key=str):
        if account_id != actor.account_id:
            messages.send(
                actor=actor, account_id=account_id, key=f"bulletin:{row.pk}:{what}:{account_id}", kind="bulletin",
                title_zh=title, body_zh=period_words(Period(row.from_date, row.to_date)), link=f"/figures/bulletins/{row.pk}",
                area_path=row.area_path, permission="bulletins.view",
            )  # fmt: skip
