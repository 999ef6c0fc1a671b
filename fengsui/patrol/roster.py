"""Who is asked to do a task: the posts of the place's own grid first, then wider, by a stable and even choice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from fengsui.kernel import clock
from fengsui.org.models import Post

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


@dataclass
class Roster:
    """The holders of posts, by area; made once for a plan."""

    by_area: dict[str, list[Holder]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def made_of(cls, holders: Iterable[Holder]) -> "Roster":
        """Return a roster of these holders in a stable order."""
        roster = cls()
        for holder in sorted(holders, key=lambda h: (h.kind, str(h.account_id))):
            roster.by_area[holder.area_path].append(holder)
        return roster

    @classmethod
    def of(cls, area_path: str) -> "Roster":
        """Return the roster of today's posts in the district of an area (one query)."""
        today = clock.local_date()
        district = area_path.split("/", 1)[0]
        rows = Post.objects.filter(area_path__startswith=district, member__account__is_active=True).select_related("member")
        rows = rows.filter(valid_from__lte=today)
        return cls.made_of(
            Holder(post.member.account_id, post.member.name, post.kind, post.area_path)
            for post in rows
            if post.member.account_id and (post.valid_to is None or post.valid_to >= today)
        )

    def choose(self, task_kind: str, area_path: str, *, seed: UUID, excluded: UUID | None = None) -> Holder | None:
        """Return who takes a task at an area: by kind of post, from the narrowest area outwards.

        Among several of the same rank the seed (the place's id) decides, so that the same place stays with the same
        person while the roster is unchanged. None when nobody holds a fitting post.
        """
        parts = area_path.split("/")
        paths = ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]
        for kind in KINDS.get(task_kind, ("grid_worker", "inspector")):
            for path in paths:
                fitting = [h for h in self.by_area.get(path, []) if h.kind == kind and h.account_id != excluded]
                if fitting:
                    return fitting[seed.int % len(fitting)]
        return None
