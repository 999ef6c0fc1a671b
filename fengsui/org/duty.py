"""Who holds a post at an area on a day: the narrowest area first, the substitute where one stands in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from fengsui.org.models import Post


@dataclass(frozen=True)
class OnDuty:
    """A person on duty in a post: the account, the name, and the name of the one they stand in for, if any."""

    account_id: UUID
    name: str
    kind: str
    stands_in_for: str = ""


def on_duty(kinds: tuple[str, ...], *, area_path: str, day: date, seed: UUID) -> OnDuty | None:
    """Return who is on duty for an area in one of some kinds of post, in the order of the kinds, or None.

    From the narrowest area outwards. A holder for whom somebody stands in that day is off duty, and the substitute is
    taken. Among several the seed decides, so that the same place stays with the same person.
    """
    parts = area_path.split("/")
    paths = ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]
    # scope: who is to be told is decided for the row's own area, not for a reader
    held = Post.objects.filter(area_path__in=paths, kind__in=kinds, valid_from__lte=day).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), member__account__is_active=True
    )
    posts = list(held.select_related("member", "substitute_for__member").order_by("pk"))
    away = {post.substitute_for_id for post in posts if post.substitute_for_id}
    present = [post for post in posts if post.pk not in away]
    for kind in kinds:
        for path in paths:
            fitting = sorted(
                (p for p in present if p.kind == kind and p.area_path == path), key=lambda p: str(p.member.account_id)
            )
            if fitting:
                chosen = fitting[seed.int % len(fitting)]
                former = chosen.substitute_for.member.name if chosen.substitute_for else ""
                assert chosen.member.account_id is not None
                return OnDuty(chosen.member.account_id, chosen.member.name, kind, former)
    return None
