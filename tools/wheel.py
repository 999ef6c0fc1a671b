"""Builds the wheel, installs it into an empty environment without Node, and looks whether it serves."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

from tools import prepare

WAIT_S = 120


def build(folder: Path) -> Path:
    """Build the wheel with the built web inside; return its path."""
    prepare.run(prepare.PYTHON, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, quiet=True)
    return next(folder.glob("fengsui-*.whl"))


def try_out(wheel: Path, folder: Path) -> None:
    """Install the wheel into a new environment and fetch the desk, the phone app and the health page from it."""
    home = folder / "venv"
    venv.create(home, with_pip=True)
    python = home / ("Scripts/python.exe" if prepare.WINDOWS else "bin/python")
    lock = prepare.ROOT / "requirements" / "run.txt"
    prepare.run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", lock)
    prepare.run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", wheel)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Node is taken out of reach: the wheel must not need it.
    env = {**os.environ, "FENGSUI_DATA_DIR": str(folder / "data"), "PATH": str(python.parent) + os.pathsep + "/usr/bin:/bin"}
    env.pop("PYTHONPATH", None)
    checked = subprocess.run(
        [python, "-m", "fengsui", "check", "--json"], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    levels = {item["key"]: item["level"] for item in json.loads(checked.stdout)["findings"]}
    assert levels["fonts"] == levels["web"] == levels["rules"] == "good", levels
    command = [python, "-m", "fengsui", "serve", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen([str(part) for part in command], cwd=folder, env=env)
    try:
        deadline = time.monotonic() + WAIT_S
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                    assert json.load(answer)["ok"] is True
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)
        for path, words in (("/", "<div id="), ("/patrol/", "<div id=")):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                assert words in answer.read().decode(), path
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    try_out(build(place), place)
    print("1 passed")
