"""One row of a ledger into one place as given: values read, corrections told, problems beside their cells. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fengsui.kernel.geo import to_wgs84
from fengsui.places import checks
from fengsui.places.importing.engine import points, values, vocabulary
from fengsui.places.importing.engine.fields import FIELDS, PERSON_ROLES
from fengsui.places.importing.engine.read_row import Person, ReadRow, Surroundings
from fengsui.places.importing.engine.texts import ERRORS, Change, Problem, is_nothing, masked, text_of, tidy, tidy_name
from fengsui.places.inputs import INPUTS

_LONGEST = {"name": 120, "address": 200, "external_id": 80, "shared_manager": 120}


class RowReader:
    """Reads the rows of one sheet with one mapping (column from 0 → field code)."""

    def __init__(self, mapping: Mapping[int, str], labels: Sequence[str], around: Surroundings) -> None:
        self.around = around
        self._labels = labels
        self._columns = [(column, FIELDS[code]) for column, code in sorted(mapping.items()) if code]
        self._column_of = {code: column for column, code in mapping.items() if code}
        self._activities: dict[str, tuple[str, str]] = {}
        self._roles = [role for role in PERSON_ROLES if f"{role}_name" in self._column_of]

    def column_of(self, *codes: str) -> int:
        """Return the first column mapped to one of the fields, -1 when none is."""
        return next((self._column_of[code] for code in codes if code in self._column_of), -1)

    def read(self, number: int, cells: Sequence[Any]) -> ReadRow:
        """Return a row read. `number` counts from 1 as spreadsheets show it; `cells` in any of a cell's types."""
        row = ReadRow(number, [])
        areas: dict[str, str] = {}
        degrees: dict[str, tuple[int, float]] = {}
        loose: list[tuple[int, str]] = []
        people: dict[str, dict[str, Any]] = {}
        notes: list[str] = []
        width = len(cells)
        for column, target in self._columns:
            cell = cells[column] if column < width else ""
            if cell == "" or cell is None:
                continue
            raw = text_of(cell)
            if raw in ERRORS:
                row.problems.append(
                    Problem(column, target.code, "cell_error", f"单元格是公式错误 {raw}，按空处理", f"formula error {raw}")
                )
                continue
            if is_nothing(raw):
                continue
            reads = target.reads
            if reads == "own":
                # The number and version of a ledger exported here are read by writing.returning.
                continue
            if reads == "text":
                self._text(row, column, target.code, raw)
            elif reads == "area":
                areas[target.code] = tidy(raw)
            elif reads == "phone":
                self._phone(row, column, target.code, cell, loose, people)
            elif reads == "person":
                self._person(row, column, target.code, raw, people)
            elif reads == "degrees":
                read = values.read_degrees(cell)
                if read is None:
                    row.problems.append(
                        Problem(column, target.code, "degrees", f"“{tidy(raw)}”不是经纬度，坐标未导入", "not degrees")
                    )
                else:
                    degrees[target.code] = (column, read.value)
                    self._told(row, column, target.code, raw, f"{read.value:.6f}", read)
            elif reads == "point":
                pair = values.read_point(cell)
                if pair is None:
                    row.problems.append(
                        Problem(column, "point", "degrees", f"“{tidy(raw)}”不是一对经纬度，坐标未导入", "not a point")
                    )
                else:
                    degrees["lon"], degrees["lat"] = (column, pair[0]), (column, pair[1])
            elif reads == "note":
                label = self._labels[column] if column < len(self._labels) else ""
                text = tidy(raw)
                notes.append(text if not label or "备注" in label or "说明" in label else f"{label}：{text}")
            else:
                self._value(row, column, target.code, reads, cell, raw)
        self._people(row, people, loose)
        self._area(row, areas)
        if degrees:
            self._point(row, degrees)
        if notes:
            row.fields["note"] = "；".join(notes)[:4000]
        if not row.text("name"):
            row.problems.append(
                Problem(
                    self._column_of.get("name", -1), "name", "name_missing", "没有场所名称", "the name is missing", refuses=True
                )
            )
        if not row.text("area_path") and not row.refused:
            row.problems.append(
                Problem(-1, "area_path", "area_missing", "无法确定所属区域", "the area cannot be told", refuses=True)
            )
        return row

    def _told(self, row: ReadRow, column: int, code: str, before: str, after: str, read: values.Read) -> None:
        if read.zh:
            row.changes.append(Change(column, code, before.strip(), after, read.zh, read.en))

    def _text(self, row: ReadRow, column: int, code: str, raw: str) -> None:
        text = tidy_name(raw) if code in ("name", "address") else tidy(raw)
        if code == "external_id":
            text = values.decimal_text(text).upper()
        if text != raw.strip():
            row.changes.append(
                Change(column, code, raw.strip(), text, "去掉空格、全角转半角", "spaces and full-width characters")
            )
        longest = _LONGEST[code]
        if len(text) > longest:
            refuses = code in ("name", "external_id")
            row.problems.append(
                Problem(
                    column,
                    code,
                    "too_long",
                    f"超过 {longest} 个字" + ("" if refuses else "，已截短"),
                    f"over {longest} characters",
                    refuses,
                )
            )
            text = text[:longest]
        if code == "name" and text.replace(".", "").isdigit():
            row.problems.append(
                Problem(column, code, "name_number", f"“{text}”是数字，不像场所名称", "a number is no name", refuses=True)
            )
        row.fields[code] = text

    def _phone(
        self, row: ReadRow, column: int, code: str, cell: Any, loose: list[tuple[int, str]], people: dict[str, dict[str, Any]]
    ) -> None:
        good, wrong = values.read_phones(cell)
        raw = text_of(cell).strip()
        if wrong:
            shown = masked("、".join(wrong))
            row.problems.append(
                Problem(column, code, "phone_wrong", f"“{shown}”不是电话号码，未导入", f"{shown!r} is no phone number")
            )
        if good and raw != good[0]:
            row.changes.append(
                Change(
                    column, code, raw, "、".join(good),
                    "一格多个号码，分开登记" if len(good) > 1 else "统一号码写法",
                    "several numbers in one cell" if len(good) > 1 else "one spelling of numbers",
                )
            )  # fmt: skip
        if code == "phone":
            loose += [(column, number) for number in good]
        else:
            people.setdefault(code.removesuffix("_phone"), {}).setdefault("phones", []).extend(good)

    def _person(self, row: ReadRow, column: int, code: str, raw: str, people: dict[str, dict[str, Any]]) -> None:
        role = code.removesuffix("_name")
        kept = people.setdefault(role, {})
        text = tidy(raw)
        digits = [character for character in text if character.isdigit()]
        if len(digits) >= 7:
            good, _ = values.read_phones(text)
            name = "".join(character for character in text if not character.isdigit() and character not in "+-()/、,，;；:：")
            kept.setdefault("phones", []).extend(good)
            text = name.strip()
            row.changes.append(
                Change(
                    column,
                    code,
                    raw.strip(),
                    f"{text} {'、'.join(good)}".strip(),
                    "姓名和电话写在一格，分开登记",
                    "name and phone in one cell",
                )
            )
        plain = tidy_name(text)
        if plain != raw.strip() and len(digits) < 7:
            row.changes.append(Change(column, code, raw.strip(), plain, "去掉姓名中的空格", "spaces in the name"))
        if len(plain) > 60:
            row.problems.append(Problem(column, code, "too_long", "姓名超过 60 个字，未导入", "over 60 characters"))
        elif plain:
            kept["name"] = plain

    def _people(self, row: ReadRow, people: dict[str, dict[str, Any]], loose: list[tuple[int, str]]) -> None:
        ordered = [role for role in PERSON_ROLES if role in people]
        if loose:
            unserved = [role for role in self._roles if role in people and not people[role].get("phones")]
            role = unserved[0] if unserved else ordered[0] if ordered else "owner"
            people.setdefault(role, {}).setdefault("phones", []).extend(number for _, number in loose)
            ordered = [role for role in PERSON_ROLES if role in people]
        seen: set[tuple[str, str]] = set()
        for role in ordered:
            name = people[role].get("name", "")
            for phone in dict.fromkeys(people[role].get("phones") or [""]):
                if (name or phone) and (name, phone) not in seen:
                    seen.add((name, phone))
                    row.people.append(Person(name, role, phone))

    def _area(self, row: ReadRow, areas: dict[str, str]) -> None:
        found = self.around.areas.find(
            areas.get("street", ""), areas.get("community", ""), areas.get("grid", ""), row.text("address"), self.around.area_path
        )
        if found.problem:
            column = self._column_of.get(
                "street" if found.problem == "street_unknown" else "grid" if "grid" in found.problem else "community", -1
            )
            row.problems.append(Problem(column, "area_path", found.problem, found.zh, found.en, found.refuses))
        if found.path:
            row.fields["area_path"] = found.path

    def _point(self, row: ReadRow, degrees: dict[str, tuple[int, float]]) -> None:
        if len(degrees) < 2:
            row.problems.append(
                Problem(next(iter(degrees.values()))[0], "lon", "point_half", "经度和纬度只有一项，坐标未导入", "half a point")
            )
            return
        (column, first), (_, second) = degrees["lon"], degrees["lat"]
        if first == 0 and second == 0:
            return
        right = points.put_right(first, second)
        if right is None:
            row.problems.append(
                Problem(column, "lon", "point_wrong", f"{first}, {second} 不在国内，坐标未导入", "not a point in China")
            )
            return
        lon, lat, swapped = right
        if swapped:
            row.changes.append(
                Change(column, "lon", f"{first},{second}", f"{lon},{lat}", "经纬度写反，已对调", "longitude and latitude swapped")
            )
        if self.around.system != "wgs84":
            was = f"{lon:.6f},{lat:.6f}"
            lon, lat = to_wgs84(lon, lat, self.around.system)
            name = points.SYSTEMS[self.around.system]
            row.changes.append(
                Change(column, "lon", was, f"{lon:.6f},{lat:.6f}", f"由 {name[0]} 换算为 WGS84", f"converted from {name[1]}")
            )
        row.fields["lon"], row.fields["lat"] = round(lon, 7), round(lat, 7)
        path = row.text("area_path")
        if path and self.around.inside and self.around.inside(path, lon, lat) is False:
            words = self.around.areas.words(path)
            row.problems.append(
                Problem(column, "lon", "point_outside", f"坐标不在{words}内，请核对", f"the point lies outside {words}")
            )
        if path in ("", self.around.areas.district) and self.around.owner and (owner := self.around.owner(lon, lat)):
            row.fields["area_path"] = owner
            row.problems = [problem for problem in row.problems if problem.field != "area_path"]

    def _value(self, row: ReadRow, column: int, code: str, reads: str, cell: Any, raw: str) -> None:
        if reads == "activity":
            self._activity(row, column, tidy(raw))
            return
        if reads == "state":
            state = vocabulary.state_of(raw)
            if state is None:
                row.problems.append(
                    Problem(column, code, "state_unknown", f"认不出状态“{tidy(raw)}”，按已建档处理", f"unknown state {raw!r}")
                )
            elif state:
                row.fields["state"] = state
            return
        if reads == "credit":
            text = tidy(raw).replace(" ", "").upper()
            if checks.credit_code_holds(text):
                row.fields["credit_code"] = text
            elif len(text) >= 10 and text.isalnum() and text.isascii():
                row.problems.append(
                    Problem(column, code, "credit_code", f"“{text}”不是有效的统一社会信用代码，未导入", "not a valid credit code")
                )
            return
        read = _READS[reads](cell)
        if read is None:
            words = FIELDS[code].zh
            row.problems.append(
                Problem(
                    column, code, f"{reads}_unread", f"“{tidy(raw)}”读不出{words}，未导入", f"{raw!r} is no {FIELDS[code].en}"
                )
            )
            return
        if reads == "facility":
            kind = code.partition(".")[2]
            if read.value:
                row.facilities.setdefault(kind, {})["quantity"] = int(read.value)
        elif reads == "date":
            row.facilities.setdefault(code.partition(".")[2], {"quantity": 1})["expires_on"] = read.value.isoformat()
        else:
            if not _fits(code, read.value):
                row.problems.append(
                    Problem(
                        column,
                        code,
                        "out_of_range",
                        f"{FIELDS[code].zh}“{tidy(raw)}”不合常理，未导入",
                        f"{raw!r} is out of range",
                    )
                )
                return
            row.inputs[code] = read.value
        self._told(row, column, code, raw, f"{read.value:g}" if isinstance(read.value, float) else str(read.value), read)

    def _activity(self, row: ReadRow, column: int, text: str) -> None:
        if text not in self._activities:
            declared = vocabulary.by_label(text, self.around.classes)
            code = vocabulary.by_label(text, self.around.activities) or vocabulary.activity_of(text)
            self._activities[text] = (declared, code)
        declared, code = self._activities[text]
        if declared:
            row.fields["class_declared"] = declared
        if code and code in self.around.activities:
            row.fields["activity"] = code
            label = self.around.activities[code]
            if label != text:
                row.changes.append(Change(column, "activity", text, label, "归入规则包的经营活动", "the rule pack's activity"))
        elif not declared:
            row.problems.append(
                Problem(column, "activity", "activity_unknown", f"认不出经营活动“{text}”，待补", f"unknown activity {text!r}")
            )


def _fits(code: str, value: Any) -> bool:
    kind = INPUTS[code]
    if kind.kind == "boolean":
        return isinstance(value, bool)
    return bool((-20 if code == "floor" else 0) <= value <= kind.greatest)


def _facility(cell: Any) -> values.Read | None:
    """Read how many: a number, or yes (one) and no (none)."""
    told = values.read_yesno(cell)
    if told is not None and not text_of(cell).strip().isdigit():
        return values.Read(
            int(told.value), "写明“有”，数量记为 1" if told.value else "", "yes, counted as one" if told.value else ""
        )
    return values.read_count(cell)


_READS: dict[str, Callable[[Any], values.Read | None]] = {
    "area_m2": values.read_area_m2,
    "count": values.read_count,
    "floors": values.read_count,
    "floor": values.read_floor,
    "number": values.read_area_m2,
    "yesno": values.read_yesno,
    "facility": _facility,
    "date": values.read_date,
}
