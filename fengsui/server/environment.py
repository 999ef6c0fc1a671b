"""Reads FENGSUI_… environment variables; a wrong one stops the start with a line that says what to write."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from fengsui.kernel.permissions import ROLES, SEPARATE_ROLES


class WrongSetting(SystemExit):
    """A setting that cannot be used; printed as one clear line, exit code 2."""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(f"设置 {name} 不对：{zh}\nSetting {name} is wrong: {en}")
        self.name = name


def integer(name: str, default: int, least: int, most: int) -> int:
    """Return a whole number from the environment, within bounds."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = int(text)
    except ValueError:
        raise WrongSetting(name, f"“{text}”不是整数", f"“{text}” is not a whole number") from None
    if not least <= value <= most:
        raise WrongSetting(name, f"{value} 应在 {least}～{most} 之间", f"{value} must be within {least}..{most}")
    return value


def boolean(name: str, default: bool) -> bool:
    """Return a yes/no setting: 1/0, true/false, yes/no, on/off."""
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in ("1", "true", "yes", "on"):
        return True
    if text in ("0", "false", "no", "off"):
        return False
    raise WrongSetting(name, f"“{text}”应为 1 或 0", f"“{text}” must be 1 or 0")


def choice(name: str, default: str, allowed: list[str]) -> str:
    """Return one of a few allowed words."""
    text = os.environ.get(name, "").strip() or default
    if text not in allowed:
        raise WrongSetting(name, f"“{text}”应为 {'、'.join(allowed)} 之一", f"“{text}” must be one of {', '.join(allowed)}")
    return text


def words(name: str, default: list[str]) -> list[str]:
    """Return a comma-separated list."""
    text = os.environ.get(name, "")
    return [part.strip() for part in text.split(",") if part.strip()] or default


def roles(name: str) -> frozenset[str]:
    """Return a comma-separated list of roles; `admins` stands for the three administrators."""
    wanted = set(words(name, []))
    if "admins" in wanted:
        wanted = wanted - {"admins"} | SEPARATE_ROLES
    if unknown := sorted(wanted - ROLES.keys()):
        known = "、".join(["admins", *ROLES])
        raise WrongSetting(name, f"没有“{unknown[0]}”这个角色，可写 {known}", f"unknown role {unknown[0]}")
    return frozenset(wanted)


def data_dir() -> str:
    """Return the data folder (FENGSUI_DATA_DIR, else ~/.local/share/fengsui), made and writable."""
    folder = Path(os.environ.get("FENGSUI_DATA_DIR") or Path.home() / ".local" / "share" / "fengsui").expanduser()
    try:
        for part in (folder, folder / "incoming", folder / "files"):
            part.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WrongSetting(
            "FENGSUI_DATA_DIR",
            f"数据目录 {folder} 不能写入（{error.strerror}），请换一个目录或改权限",
            f"the data folder {folder} cannot be written ({error.strerror})",
        ) from None
    return str(folder.resolve())


def database(folder: str) -> dict[str, Any]:
    """Return Django's database settings: SQLite in the data folder, or the PostgreSQL of FENGSUI_DATABASE_URL."""
    url = os.environ.get("FENGSUI_DATABASE_URL", "").strip()
    if not url or url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:").removeprefix("//") or str(Path(folder) / "fengsui.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what was acknowledged survives a power cut. WAL: readers never wait for the writer.
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY"
                ),
            },
            "TEST": {"NAME": str(Path(folder) / "test.sqlite3")},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise WrongSetting(
            "FENGSUI_DATABASE_URL",
            "应形如 postgresql://用户:密码@主机:5432/库名，或 sqlite:///文件",
            "expected postgresql://user:password@host:5432/name or sqlite:///file",
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options["pool"] = {"min_size": 1, "max_size": integer("FENGSUI_DATABASE_POOL", 16, 2, 100), "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
