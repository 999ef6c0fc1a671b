"""The people of the demo: members by role and number, their posts, equipment, and one sign-in for every role."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from fengsui.demo.ledger import identity, phone_number
from fengsui.demo.scale import DISTRICT, PILOTS, Scale
from fengsui.demo.world import Person
from fengsui.kernel import accounts, grants
from fengsui.kernel.actor import Actor
from fengsui.kernel.permissions import ROLES, role_label
from fengsui.kernel.scope import under
from fengsui.org import services as org
from fengsui.org.models import Area, Member, Organization, Post
from fengsui.org.services.people import ROLE_OF

PASSWORD = "Fengsui-demo-1"
STREETS = PILOTS
# 1 supervisor + 5 of the centre + N who walk; how many of each a street has. Grid workers: one a community.
STREET_POSTS = (
    ("supervisor", "baolian", "包联监督员", 1),
    ("centre_director", "zhuren", "服务中心主任", 1),
    ("centre_staff", "zhongxin", "服务中心人员", 4),
    ("inspector", "xuncha", "巡查员", 3),
    ("street_leader", "lingdao", "街道领导", 1),
)
UNPAID = (("volunteer", "志愿者", 4), ("property", "物业人员", 2), ("micro_station", "微型消防站队员", 3))
DISTRICT_POSTS = (
    ("brigade_leader", "dadui", "大队领导"),
    ("committee_office", "fangwei", "防委会办公室人员"),
    ("department_liaison", "bumen", "部门联络员"),
    ("station_commander", "xiaofangzhan", "消防站指挥员"),
    ("duty_officer", "zhiban", "值班员"),
)
# Bodies of the district: kind, name after the district's.
BODIES = (
    ("brigade", "消防救援大队"),
    ("committee", "防火安全委员会办公室"),
    ("department", "行业部门01"),
    ("department", "行业部门02"),
)
CENTRE_KINDS = frozenset({"centre_director", "centre_staff", "inspector"})
ADMINS = (
    ("system_admin", "xitong", "系统管理员"),
    ("security_admin", "anquan", "安全管理员"),
    ("audit_admin", "shenji", "审计管理员"),
)
SHORT = {
    "150402/001": "xitun", "150402/002": "sanzhongjie", "150402/003": "yongju", "150402/004": "dongcheng",
    "150402/005": "nanxinjie", "150402/006": "zhanqian", "150402/007": "tienan", "150402/008": "changqing",
    "150402/009": "hada", "150402/010": "xicheng", "150402/011": "qiaobei", "150402/100": "hongmiaozi",
    "150402/102": "wenzhong",
}  # fmt: skip


class Cast:
    """Writes the people of the demo through the services of org and the kernel, inside the caller's transaction."""

    def __init__(self, *, actor: Actor, seed: int, since: date, scale: Scale) -> None:
        self.actor, self.seed, self.since, self.scale = actor, seed, since, scale
        # Everybody of the demo has the same, published, password: it is hashed once.
        self.password = make_password(PASSWORD)
        self.people: list[Person] = []
        self.numbers = 0

    def everyone(self) -> list[Person]:
        """Write all members, posts, equipment and administrators; return those with accounts."""
        for street in self.scale.streets:
            self._street(street)
        for kind, name in BODIES:
            self._body(f"红山区{name}", kind, DISTRICT)
        for kind, login, word in DISTRICT_POSTS:
            self._member(f"红山区{word}01", login, kind, DISTRICT)
        for role, login, word in ADMINS:
            account = accounts.create_account(
                actor=self.actor, id=identity(self.seed, f"account:{login}"), username=login, display_name=f"红山区{word}01",
                password=PASSWORD, encoded_password=self.password, must_change_password=False, is_simulated=True,
            )  # fmt: skip
            grants.give(actor=self.actor, account=account, role=role, area_path=DISTRICT, valid_from=self.since, source="demo")
            self.people.append(Person(account.pk, login, account.display_name, role, DISTRICT))
        return self.people

    def _street(self, path: str) -> None:
        street = Area.objects.get(path=path)
        centre = self._body(f"{street.name}消防安全服务中心", "service_centre", path)
        for n in (1, 2):
            self._body(f"{street.name}物业公司{n:02}", "property", path)
        for kind, login, word, count in STREET_POSTS:
            for n in range(1, (self.scale.inspectors.get(path, count) if kind == "inspector" else count) + 1):
                # The centre's staff keep papers and phones; they sign in nowhere in the demo.
                username = "" if kind == "centre_staff" else f"{SHORT[path]}.{login}{n:02}"
                within = centre.pk if kind in CENTRE_KINDS else None
                self._member(f"{street.name}{word}{n:02}", username, kind, path, organization_id=within)
        # One a grid in the district; in the small demo one a community.
        level = "grid" if self.scale.grids_each else "community"
        for n, area in enumerate(Area.objects.filter(under(path, "path"), level=level).order_by("path"), start=1):
            member = self._member(f"{street.name}网格员{n:02}", f"{SHORT[path]}.wangge{n:02}", "grid_worker", area.path)
            self._equip(member, path, n)
        for kind, word, count in UNPAID:
            for n in range(1, count + 1):
                self._member(f"{street.name}{word}{n:02}", "", kind, path)

    def _body(self, name: str, kind: str, path: str) -> Organization:
        made = identity(self.seed, f"organization:{name}")
        return org.create_organization(actor=self.actor, id=made, name=name, kind=kind, area_path=path)

    def _member(self, name: str, username: str, kind: str, path: str, *, organization_id: UUID | None = None) -> Member:
        self.numbers += 1
        member = org.create_member(
            actor=self.actor, id=identity(self.seed, f"member:{name}"), name=name, area_path=path,
            phone=phone_number(self.seed, "999", self.numbers), username=username, password=PASSWORD if username else "",
            encoded_password=self.password if username else "", must_change_password=False, is_simulated=True,
            organization_id=organization_id,
        )  # fmt: skip
        org.open_post(
            actor=self.actor, id=identity(self.seed, f"post:{name}"), member_id=member.pk, kind=kind, area_path=path,
            valid_from=self.since,
        )  # fmt: skip
        if member.account_id:
            self.people.append(Person(member.account_id, username, name, ROLE_OF[kind], path, kind))
        return member

    def _equip(self, member: Member, street: str, n: int) -> None:
        code = street.rsplit("/", 1)[-1]
        kinds = [("body_camera", "JLY", 3), ("radio", "DJJ", 2), ("e_trike", "SLC", 6)]
        for kind, prefix, every in kinds:
            if n % every:
                continue
            piece = org.add_equipment(
                actor=self.actor, id=identity(self.seed, f"equipment:{kind}:{street}:{n}"), kind=kind,
                serial=f"MN-{prefix}-{code}-{n:03}", area_path=street, label="模拟装备", bought_on=self.since,
            )  # fmt: skip
            if kind != "radio" or n % 4:
                org.issue_equipment(actor=self.actor, equipment_id=piece.pk, member_id=member.pk, note="模拟领用")


def logins(people: list[Person]) -> list[dict[str, Any]]:
    """Return one sign-in for every role, with the password of the demo, in the order of the roles."""
    names = dict(Area.objects.filter(path__in={person.area_path for person in people}).values_list("path", "name"))
    first: dict[str, Person] = {}
    for person in people:
        first.setdefault(person.role, person)
    return [
        {
            "username": first[role].username,
            "password": PASSWORD,
            "name": first[role].name,
            "role": role,
            "role_label": role_label(role),
            "area": names.get(first[role].area_path, first[role].area_path),
            "area_path": first[role].area_path,
        }
        for role in ROLES
        if role in first
    ]


def known_people() -> list[Person]:
    """Return the people of the network as they stand in the database, for going on after an interruption."""
    posts = Post.objects.filter(member__account__is_simulated=True).select_related("member__account")
    made = []
    for post in posts.order_by("member__account__username"):
        account = post.member.account
        if account is not None:
            made.append(Person(account.pk, account.username, post.member.name, ROLE_OF[post.kind], post.area_path, post.kind))
    return made
