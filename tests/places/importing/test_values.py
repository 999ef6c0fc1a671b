"""Values as streets write them, told apart from what cannot be read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengsui.kernel.geo import gcj02_from_wgs84
from fengsui.places.importing.engine import points, values, vocabulary
from fengsui.places.importing.engine.area_names import AreaBook, AreaName
from fengsui.places.importing.engine.texts import masked, text_of, tidy, tidy_name

AREAS = AreaBook.of(
    [
        AreaName("150402", "district", "红山区"),
        AreaName("150402/001", "street", "西屯街道"),
        AreaName("150402/006", "street", "站前街道"),
        AreaName("150402/100", "street", "红庙子镇"),
        AreaName("150402/001/001", "community", "一西街社区居委会", "一西街社区"),
        AreaName("150402/001/002", "community", "新华社区居委会", "新华社区"),
        AreaName("150402/006/002", "community", "铁南社区居委会", "铁南社区"),
        AreaName("150402/006/003", "community", "新华社区居委会", "新华社区"),
        AreaName("150402/006/002/07", "grid", "铁南社区第07网格"),
    ],
    "150402",
    "红山区",
)


@pytest.mark.parametrize(
    ("cell", "square_metres"),
    [
        (120, 120), ("120", 120), ("约120平", 120), ("120㎡", 120), ("１２０平方米", 120), ("12*10", 120), ("12×10米", 120),
        ("12米x10米", 120), ("100-120", 120), ("1,200", 1200), ("0.5万平米", 5000), ("3亩", 2000), ("85.5", 85.5),
    ],
)  # fmt: skip
def test_areas(cell, square_metres):
    assert values.read_area_m2(cell).value == square_metres


@pytest.mark.parametrize("cell", ["很大", "-5", -5, "", "面积不详"])
def test_what_is_no_area(cell):
    assert values.read_area_m2(cell) is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024.3.5", date(2024, 3, 5)), ("2024-03-05", date(2024, 3, 5)), ("2024/3/5", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)), ("2024年3月", date(2024, 3, 1)), ("20240305", date(2024, 3, 5)),
        (45000, date(2023, 3, 15)), ("45000", date(2023, 3, 15)), (date(2024, 3, 5), date(2024, 3, 5)),
    ],
)  # fmt: skip
def test_dates(cell, day):
    assert values.read_date(cell).value == day


@pytest.mark.parametrize("cell", ["2024年13月", "2024.2.30", "昨天", 12])
def test_what_is_no_date(cell):
    assert values.read_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (13812345678, ["13812345678"]), (1.3812345678e10, ["13812345678"]), ("1.3812345678E10", ["13812345678"]),
        ("1.3812345678E+10", ["13812345678"]), ("138 1234 5678", ["13812345678"]), ("138-1234-5678", ["13812345678"]),
        ("１３８１２３４５６７８", ["13812345678"]), ("+86 13812345678", ["13812345678"]), ("0476-8220001", ["04768220001"]),
        ("13812345678/13987654321", ["13812345678", "13987654321"]), ("13812345678 13987654321", ["13812345678", "13987654321"]),
        ("13812345678、0476-8220001", ["13812345678", "04768220001"]), ("1381234567813987654321", ["13812345678", "13987654321"]),
        ("张三13812345678", ["13812345678"]), ("无", []), ("/", []),
    ],
)  # fmt: skip
def test_phones(cell, numbers):
    assert values.read_phones(cell)[0] == numbers


def test_what_is_no_phone_is_told():
    assert values.read_phones("12345") == ([], ["12345"])
    assert values.read_phones("13812345678/123") == (["13812345678"], ["123"])


@given(st.integers(13_000_000_000, 19_999_999_999))
def test_a_mobile_number_survives_every_way_of_writing_it(number):
    text = str(number)
    for cell in (number, float(number), text, f"{number:.10E}", f"{text[:3]} {text[3:7]} {text[7:]}", f"{text}.0", f"'{text}"):
        assert values.read_phones(cell)[0] == [text]


@given(st.dates(date(1960, 1, 1), date(2080, 1, 1)))
def test_a_date_survives_every_way_of_writing_it(day):
    serial = (day - date(1899, 12, 30)) / timedelta(days=1)
    for cell in (day, f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", int(serial)):
        assert values.read_date(cell).value == day


@given(st.integers(1, 999))
def test_a_count_survives_chinese_numerals_and_units(number):
    assert values.read_count(f"{number}张").value == number
    assert values.read_count(f"约{number}人").value == number
    assert values.read_count(number).value == number


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.booleans(), st.dates(), st.none()))
def test_no_cell_whatever_brings_a_reader_down(cell):
    for read in (
        values.read_area_m2,
        values.read_count,
        values.read_floor,
        values.read_yesno,
        values.read_date,
        values.read_phones,
        values.read_degrees,
        values.read_point,
    ):
        read(cell)
    vocabulary.state_of(text_of(cell))
    AREAS.find(text_of(cell)[:20], text_of(cell)[:20], "", "", "150402")


@given(st.text(max_size=60))
def test_tidying_twice_is_tidying_once(text):
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_name(tidy_name(text)) == tidy_name(text)


@given(st.integers(13_000_000_000, 19_999_999_999), st.text("店路号 ，", max_size=10))
def test_no_mobile_number_is_kept_in_the_open(number, around):
    assert str(number) not in masked(f"{around}{number}{around}")


@pytest.mark.parametrize(
    ("cell", "floor"),
    [("3层", 3), ("负一层", -1), ("B1", -1), ("地下1层", -1), ("1-2层", 2), ("三层", 3), (-1, -1), ("十二楼", 12)],
)
def test_floors(cell, floor):
    assert values.read_floor(cell).value == floor


@pytest.mark.parametrize(
    ("street", "community", "grid", "path", "problem"),
    [
        ("站前街道", "铁南社区", "第七网格", "150402/006/002/07", ""),
        ("站前街道办事处", "铁南", "7", "150402/006/002/07", ""),
        ("站前", "铁南社区居委会", "", "150402/006/002", ""),
        ("", "一西街社区", "", "150402/001/001", ""),
        ("赤峰市红山区站前街道", "", "", "150402/006", ""),
        ("红庙子镇人民政府", "", "", "150402/100", ""),
        ("站前街道", "新华社区", "", "150402/006/003", ""),
        ("站前街道", "一西街社区", "", "", "community_elsewhere"),
        ("月亮街道", "", "", "", "street_unknown"),
        ("站前街道", "铁难社区", "", "150402/006", "community_unknown"),
        ("站前街道", "铁南社区", "第九网格", "150402/006/002", "grid_unknown"),
    ],
)
def test_area_names_in_any_spelling(street, community, grid, path, problem):
    found = AREAS.find(street, community, grid, "", "150402")
    assert (found.path, found.problem) == (path, problem)


def test_a_near_miss_is_asked_back():
    assert "是否为“铁南社区”" in AREAS.find("站前街道", "铁难社区", "", "", "150402").zh


def test_an_address_names_the_street_when_no_column_does():
    found = AREAS.find("", "", "", "红山区站前街道昭乌达路3号", "150402")
    assert (found.path, found.problem) == ("150402/006", "area_from_address")


def test_the_coordinate_system_is_told_by_where_the_points_fall():
    centre = (118.95, 42.26)

    def inside(path, lon, lat):
        return abs(lon - centre[0]) < 0.003 and abs(lat - centre[1]) < 0.003

    real = [(centre[0] + (n % 5 - 2) * 0.001, centre[1] + (n % 3 - 1) * 0.001) for n in range(30)]
    shifted = [("150402/006", *gcj02_from_wgs84(*point)) for point in real]
    guess = points.guess_system(shifted, inside)
    assert (guess.system, guess.certain) == ("gcj02", True)
    plain = points.guess_system([("150402/006", *point) for point in real], inside)
    assert (plain.system, plain.certain) == ("wgs84", True)
    assert points.guess_system(shifted, inside, ["百度经度"]).system == "bd09"
    unknown = points.guess_system(shifted, lambda *_: None)
    assert (unknown.system, unknown.certain) == ("gcj02", False)


@pytest.mark.parametrize(
    ("text", "state"),
    [("正常营业", "operating"), ("停业", "suspended"), ("未营业", "suspended"), ("装修中", "renovating"), ("已注销", "closed"), ("空置", "vacant"), ("查封", None), ("说不清", None), ("", "")],
)  # fmt: skip
def test_states(text, state):
    assert vocabulary.state_of(text) == state


@pytest.mark.parametrize(
    ("text", "activity"),
    [("餐饮", "restaurant"), ("小餐饮场所", "restaurant"), ("ＫＴＶ", "entertainment"), ("托育机构", "kindergarten"), ("五金零售", "shop"), ("量子力学", "")],
)  # fmt: skip
def test_activities(text, activity):
    assert vocabulary.activity_of(text) == activity
