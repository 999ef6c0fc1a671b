"""The supervisor: what dies is started again, a stop leaves nothing behind, a killed parent takes its children along."""

import os
import signal
import subprocess
import sys
import time

SLEEPER = "import time\nwhile True: time.sleep(0.1)"
WATCHED = "from fengsui.server.supervisor import watch_parent\nwatch_parent()\n" + SLEEPER


def start(folder, child=SLEEPER):
    script = folder / "supervised.py"
    script.write_text(
        "import sys\n"
        "from fengsui.server.supervisor import Supervisor\n"
        f"code = Supervisor({{'one': [sys.executable, '-c', {child!r}]}}).run()\n"
        "sys.exit(code)\n"
    )
    return subprocess.Popen([sys.executable, str(script)], env={**os.environ, "PYTHONPATH": os.getcwd()})


def children(pid):
    text = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(part) for part in text.split()]


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as handle:
            return handle.read().split(")")[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_killed_child_is_back_within_seconds(tmp_path):
    parent = start(tmp_path)
    try:
        first = wait_for(lambda: children(parent.pid))[0]
        os.kill(first, signal.SIGKILL)
        second = wait_for(lambda: [pid for pid in children(parent.pid) if pid != first and alive(pid)])[0]
        assert second != first
    finally:
        parent.terminate()
        assert parent.wait(15) == 0
    assert not alive(second)


def test_children_do_not_outlive_a_killed_parent(tmp_path):
    parent = start(tmp_path, WATCHED)
    child = wait_for(lambda: children(parent.pid))[0]
    time.sleep(1.0)
    parent.kill()
    parent.wait(5)
    wait_for(lambda: not alive(child))


def test_what_a_child_forked_does_not_outlive_it_either(tmp_path):
    forking = (
        "import multiprocessing, time\n"
        "from fengsui.server.supervisor import watch_parent\n"
        "watch_parent()\n"
        "multiprocessing.get_context('fork').Process(target=time.sleep, args=(600,)).start()\n" + SLEEPER
    )
    parent = start(tmp_path, forking)
    try:
        child = wait_for(lambda: children(parent.pid))[0]
        grandchild = wait_for(lambda: children(child))[0]
        os.kill(child, signal.SIGKILL)
        wait_for(lambda: not alive(grandchild), 30)
    finally:
        parent.terminate()
        parent.wait(15)
