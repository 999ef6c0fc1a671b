"""What the tests need from the machine: a PostgreSQL, Chromium, a Chinese font. Installed when there is the right to."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import prepare

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Missing(Exception):
    """Something the machine lacks and we could not install, said in one line."""


def _apt(package: str) -> None:
    if not shutil.which("apt-get"):
        raise Missing(f"缺少 {package}，且这台机器没有 apt-get，请自行安装。 {package} is missing; install it.")
    if os.geteuid() != 0:
        raise Missing(f"缺少 {package}，当前用户无权安装：sudo apt-get install -y {package}")
    prepare.step(f"安装 {package}  Installing {package}")
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True, "text": True}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    done = subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, **quiet)  # type: ignore[call-overload]
    if done.returncode:
        raise Missing(f"{package} 装不上：{done.stderr.strip()[-200:]}")


def chromium() -> str:
    """Return the path of a Chromium, installing Debian's when there is none. Raises Missing."""
    for attempt in range(2):
        for name in CHROMIUM_NAMES:
            if found := shutil.which(name):
                return found
        if attempt == 0:
            _apt("chromium")
    raise Missing("装了 chromium 仍找不到它。 chromium was installed but is not found.")


def font_environment() -> dict[str, str]:
    """Return an environment in which programs using fontconfig find a Chinese font: the wheel's, if there is no other."""
    probe = shutil.which("fc-list")
    if probe and subprocess.run([probe, ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip():
        return {}
    fonts = next(prepare.VENV.rglob("noto_cjk_sans_otc"), None)
    if fonts is None:
        return {}
    folder = prepare.VENV / "fontconfig"
    folder.mkdir(exist_ok=True)
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}</cachedir></fontconfig>"
    )
    return {"FONTCONFIG_FILE": str(config)}


def _postgres_programs() -> Path | None:
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the address of a PostgreSQL made for these tests alone, gone afterwards. Raises Missing.

    FENGSUI_TEST_DATABASE_URL names another one instead.
    """
    if given := os.environ.get("FENGSUI_TEST_DATABASE_URL"):
        yield given
        return
    programs = _postgres_programs()
    if programs is None:
        _apt("postgresql")
        programs = _postgres_programs()
    if programs is None:
        raise Missing("装了 postgresql 仍找不到 initdb。 postgresql was installed but initdb is not found.")
    folder = Path(tempfile.mkdtemp(prefix="fengsui-pg-"))
    # PostgreSQL refuses to run as root; Debian's package brings the user postgres.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    port = _free_port()
    data = folder / "data"
    quiet = {"capture_output": True, "text": True, "cwd": folder}
    made = subprocess.run(
        [*as_user, programs / "initdb", "-D", data, "-U", "fengsui", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=False,
        **quiet,  # type: ignore[call-overload]
    )
    if made.returncode:
        raise Missing(f"PostgreSQL 初始化失败：{made.stderr.strip()[-300:]}")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200"
    server = subprocess.Popen(
        [*as_user, programs / "postgres", "-D", data, *options.split()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        time.sleep(0.5)
        yield f"postgresql://fengsui@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
