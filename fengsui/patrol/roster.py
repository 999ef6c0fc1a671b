"""Who is asked to do a task: the posts of the place's own grid first, then wider, by a stable and even choice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from fengsui.kernel import clock
from fengsui.kernel.scope import under
from fengsui.org.models import Post
from fengsui.patrol.models import Task

# Which posts take which tasks, the likeliest first; a kind not listed is for whoever patrols.
KINDS: dict[str, tuple[str, ...]] = {
    "review": ("inspector", "centre_staff", "grid_worker", "centre_director"),
    "routine": ("grid_worker", "inspector"),
    "locked_return": ("grid_worker", "inspector"),
    "facility": ("inspector", "grid_worker"),
}


@dataclass(frozen=True)
class Holder:
    """A person holding a post: the account, the name, the kind of post, the area."""

    account_id: UUID
    name: str
    kind: str
    area_path: str


# What a task weighs, in quarters of an hour: a round of the place, or a look at one thing.
WEIGHTS: dict[str, int] = {"routine": 2, "review": 2, "locked_return": 1, "facility": 1}


@dataclass
class Roster:
    """The holders of posts, by area, and what each has to do already; made once for a plan.

    `known` are all accounts that hold or held a post in the district, whoever is there today; a holder somebody stands
    in for is away, and the substitute is here instead.
    """

    by_area: dict[str, list[Holder]] = field(default_factory=lambda: defaultdict(list))
    loads: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    known: set[UUID] = field(default_factory=set)

    @classmethod
    def made_of(cls, holders: Iterable[Holder], loads: Mapping[UUID, int] | None = None) -> "Roster":
        """Return a roster of these holders in a stable order."""
        roster = cls()
        for holder in sorted(holders, key=lambda h: (h.kind, str(h.account_id))):
            roster.by_area[holder.area_path].append(holder)
            roster.known.add(holder.account_id)
        roster.loads.update(loads or {})
        return roster

    @classmethod
    def of(cls, area_path: str) -> "Roster":
        """Return the roster of today's posts in the district of an area, with the open tasks of each (two queries)."""
        district = area_path.split("/", 1)[0]
        return cls._of(Post.objects.filter(area_path__startswith=district), open_loads(district))

    @classmethod
    def reaching(cls, area_path: str) -> "Roster":
        """Return the roster of today's posts that reach one area, for giving a single task there (two queries)."""
        parts = area_path.split("/")
        paths = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
        rows = Post.objects.filter(Q(area_path__in=paths) | Q(substitute_for__area_path__in=paths))
        return cls._of(rows, open_loads(parts[0], of=rows.values("member__account_id")))

    @classmethod
    def _of(cls, rows: QuerySet[Post], loads: Mapping[UUID, int]) -> "Roster":
        today = clock.local_date()
        posts = list(rows.filter(member__account__isnull=False).select_related("member__account"))
        here = [
            post
            for post in posts
            if post.valid_from <= today
            and (post.valid_to is None or post.valid_to >= today)
            and post.member.account is not None
            and post.member.account.is_active
        ]
        away = {post.substitute_for_id for post in here if post.substitute_for_id}
        roster = cls.made_of(
            (
                Holder(post.member.account_id, post.member.name, post.kind, post.area_path)
                for post in here
                if post.pk not in away and post.member.account_id
            ),
            loads,
        )
        roster.known |= {post.member.account_id for post in posts if post.member.account_id}
        return roster

    def fitting(self, task_kind: str, area_path: str, *, excluded: UUID | None = None) -> list[Holder]:
        """Return who may take a task at an area: the first kind of post, and the narrowest area, that has anybody."""
        parts = area_path.split("/")
        paths = ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]
        for kind in KINDS.get(task_kind, ("grid_worker", "inspector")):
            for path in paths:
                found = [h for h in self.by_area.get(path, []) if h.kind == kind and h.account_id != excluded]
                if found:
                    return found
        return []

    def choose(self, task_kind: str, area_path: str, *, seed: UUID, excluded: UUID | None = None) -> Holder | None:
        """Return who takes a task at an area, and count it to their load; None when nobody holds a fitting post.

        Among several of the same rank the one with the least to do; where that is even the seed (the place's id)
        decides, so that the same plan is made twice.
        """
        found = self.fitting(task_kind, area_path, excluded=excluded)
        if not found:
            return None
        first = seed.int % len(found)
        turned = [*found[first:], *found[:first]]
        chosen = min(turned, key=lambda holder: self.loads[holder.account_id])
        self.loads[chosen.account_id] += WEIGHTS.get(task_kind, 1)
        return chosen

    def is_gone(self, account_id: UUID, area_path: str) -> bool:
        """Tell whether somebody of the network no longer holds, or is away from, every post that reaches an area."""
        if account_id not in self.known:
            return False
        parts = area_path.split("/")
        paths = ("/".join(parts[:n]) for n in range(len(parts), 0, -1))
        return not any(holder.account_id == account_id for path in paths for holder in self.by_area.get(path, []))


def open_loads(area_path: str, of: QuerySet[Any, Any] | None = None) -> dict[UUID, int]:
    """Return account → weight of the open tasks under an area that are theirs (one query); `of` names whose alone."""
    rows = Task.objects.filter(under(area_path), state__in=("open", "deferred"), assignee__isnull=False)
    if of is not None:
        rows = rows.filter(assignee__in=of)
    loads: dict[UUID, int] = defaultdict(int)
    for account_id, kind, count in rows.order_by().values_list("assignee_id", "kind").annotate(Count("pk")):
        loads[account_id] += WEIGHTS.get(kind, 1) * count
    return loads
