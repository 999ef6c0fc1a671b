"""What a notice says of places, posts, limits and states; whether it may order is told in wording.py. Pure."""

import re
from collections.abc import Iterable

# Who works at doors, the narrowest post first: the paper names the post, a person's name stays in the office's copy.
POSTS = ("grid_worker", "street_inspector", "centre_director", "supervisor", "brigade_leader")
OF_THE_BRIGADE = ("supervisor", "brigade_leader")

# State of a hazard → what its owner reads: words, English, and how it looks (todo, waiting, done, gone).
OWNER_STATES: dict[str, tuple[str, str, str]] = {
    "found": ("待整改", "to be put right", "todo"),
    "assigned": ("待整改", "to be put right", "todo"),
    "accepted": ("待整改", "to be put right", "todo"),
    "referred": ("已移送有关部门办理", "referred to the department in charge", "todo"),
    "merged": ("与另一条合并办理", "dealt with together with another", "waiting"),
    "reported_fixed": ("已报整改，待复查", "reported, to be reviewed", "waiting"),
    "fixed_on_site": ("当场改正，照片核对中", "put right on the spot", "waiting"),
    "void": ("已撤销，不用整改", "withdrawn", "gone"),
}
CLOSED = {
    "reviewed": ("已复查通过", "reviewed and passed", "done"),
    "on_site": ("当场改正，已办结", "put right on the spot, closed", "done"),
}

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)[\s-]?\d{4}[\s-]?(\d{4})(?!\d)")


def without_phones(text: str) -> str:
    """Return a text with every mobile number in it masked: anybody with the code reads what a notice says."""
    return _PHONE.sub(r"\1****\2", text)


def owner_state(state: str, closed_how: str) -> tuple[str, str, str]:
    """Return what the owner reads of a hazard's state: words, English, look."""
    return CLOSED.get(closed_how, CLOSED["reviewed"]) if state == "closed" else OWNER_STATES[state]


def post_of(roles: Iterable[str]) -> str:
    """Return the post under which somebody issues, the narrowest of the roles held there; '' for none of them."""
    held = set(roles)
    return next((role for role in POSTS if role in held), "")


def issuer_words(post: str, district: str, office: str) -> str:
    """Return the office that issues: the brigade's own people for the brigade, everybody else for the street's centre."""
    return f"{district}消防救援大队" if post in OF_THE_BRIGADE and district else office


def limit_words(line: dict[str, object]) -> str:
    """Return the limit of a frozen line in words, without saying whether it is advised or ordered."""
    if line["fixed_on_site"]:
        return "已当场改正"
    words = str(line["limit_words"])
    if not line["due_on"] or line["due_on"] == line["found_on"]:
        return words
    if str(line["due_on"]) in words:
        return f"最迟 {line['due_on']}"
    return f"{words}，最迟 {line['due_on']}" + ("（放假安排待公布）" if line["due_provisional"] else "")
