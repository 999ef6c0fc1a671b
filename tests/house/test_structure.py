"""The house keeps its shape: which way relations point, no unscoped reads, file sizes, no address of anybody's machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

ROOT = Path(__file__).resolve().parent.parent.parent
ORDER = ["kernel", "org", "places", "hazards", "patrol", "outreach", "figures", "portal", "demo", "server"]
PACKAGE = ROOT / "fengsui"


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("fengsui.")]


def test_every_relation_points_left():
    wrong = []
    for model in own_models():
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
                continue
            target = field.related_model._meta.app_label
            if target in ORDER and ORDER.index(target) > ORDER.index(model._meta.app_label):
                wrong.append(f"{model._meta.label}.{field.name} → {target}")
    assert wrong == []


def test_every_package_of_the_checkout_has_its_place_in_the_order():
    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert packages <= set(ORDER)


def unscoped(path):
    """Yield the lines of a module in which a scoped model's rows are read without scope.visible around them."""
    scoped = {model.__name__ for model in own_models() if "area_path" in {f.name for f in model._meta.get_fields()}}
    scoped -= {"AuditEntry", "OutboxEvent", "Register", "Job", "Grant", "CalendarDay"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    covered = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and "visible" in ast.unparse(node.func):
            covered |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ("objects", "_base_manager", "_default_manager")
            and isinstance(node.value, ast.Name)
            and node.value.id in scoped
            and id(node) not in covered
        ):
            yield node.lineno, node.value.id


# Reads that are narrowed by rows already in scope, or by the person's own account; each with the reason.
ALLOWED: dict[str, str] = {}


def test_no_endpoint_or_query_reads_rows_outside_scope():
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        is_read = parts[-1] in ("api.py", "queries.py") or any(part in ("api", "queries") for part in parts[:-1])
        if not is_read:
            continue
        text = path.read_text(encoding="utf-8").splitlines()
        for line, model in unscoped(path):
            if "scope:" not in text[line - 1] and "scope:" not in text[line - 2]:
                wrong.append(f"{'/'.join(parts)}:{line} {model}")
    assert wrong == [], "read through scope.visible, or say on that line (# scope: …) what narrows the rows"


def tracked(*patterns):
    done = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail("git is needed to know which files belong to the project")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).exists()]


def test_no_source_file_is_longer_than_six_hundred_lines():
    too_long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in tracked("*.py", "*.ts", "*.vue")
        if "migrations" not in path.parts and (count := len(path.read_text(encoding="utf-8").splitlines())) > 600
    ]
    assert too_long == []


def test_no_lock_file_holds_a_download_address():
    for path in tracked("requirements/*.txt", "web/package-lock.json"):
        text = path.read_text(encoding="utf-8")
        assert '"resolved"' not in text
        assert (
            not re.search(
                r"https?://(?!opencollective|github|tidelift|feross|www\.patreon|paypal|ko-fi|dotenvx|epoberezkin|sponsors)",
                text.replace("funding", ""),
            )
            or path.suffix == ".json"
        )
        assert "--index-url" not in text
        assert "--find-links" not in text


def test_no_front_end_library_is_committed():
    assert [path for path in tracked() if "node_modules" in path.parts or path.name.endswith(".min.js")] == []


def test_there_is_no_back_door():
    for path in tracked("fengsui/**/*.py"):
        text = path.read_text(encoding="utf-8")
        assert "django.contrib.admin" not in text
        assert "is_superuser" not in text
