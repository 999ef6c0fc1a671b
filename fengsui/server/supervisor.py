"""The supervisor: starts the processes of an installation, restarts what dies, stops them cleanly."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

log = logging.getLogger("fengsui.supervisor")
STOP_WAIT_S = 20.0
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
HEALTHY_AFTER_S = 30.0


@dataclass
class Child:
    """One process: its command, when it started, how long to wait before the next start."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    wait_s: float = FIRST_WAIT_S
    start_at: float = field(default_factory=time.monotonic)


class Supervisor:
    """Keeps a set of named commands running until it is told to stop (SIGTERM, SIGINT)."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self._children = [Child(name, command) for name, command in commands.items()]
        self._stopping = False

    def run(self) -> int:
        """Run until stopped; return the exit code: 0 after a clean stop, 1 when a child had to be killed."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self._stopping:
            for child in self._children:
                self._look_after(child)
            time.sleep(0.1)
        return self._stop_children()

    def _stop(self, number: int, frame: object) -> None:
        self._stopping = True

    def _look_after(self, child: Child) -> None:
        moment = time.monotonic()
        if child.process is None:
            if moment >= child.start_at:
                self._start(child)
            return
        code = child.process.poll()
        if code is None:
            return
        if moment - child.started_at > HEALTHY_AFTER_S:
            child.wait_s = FIRST_WAIT_S
        log.warning("%s ended with %s; starting it again in %.1f s", child.name, code, child.wait_s)
        child.process, child.start_at = None, moment + child.wait_s
        child.wait_s = min(LONGEST_WAIT_S, child.wait_s * 2)

    def _start(self, child: Child) -> None:
        # Own session: a Ctrl-C in the terminal reaches the supervisor alone, which then stops its children in order.
        environment = {**os.environ, "FENGSUI_SUPERVISOR": str(os.getpid())}
        child.process = subprocess.Popen(child.command, start_new_session=True, env=environment)
        child.started_at = time.monotonic()
        log.info("%s started, process %s", child.name, child.process.pid)

    def _stop_children(self) -> int:
        alive = [child for child in self._children if child.process and child.process.poll() is None]
        for child in alive:
            if child.process:
                child.process.terminate()
        deadline = time.monotonic() + STOP_WAIT_S
        killed = 0
        for child in alive:
            assert child.process is not None
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.error("%s did not stop in time and is killed", child.name)
                os.killpg(child.process.pid, signal.SIGKILL)
                killed += 1
        return 1 if killed else 0


def watch_parent() -> None:
    """End this process, and every process it forks, when its parent is gone: nothing is left running behind a killed one."""
    parent = os.environ.get("FENGSUI_SUPERVISOR")
    if not parent:
        return
    _watch(int(parent))
    # The job worker forks a guard, and the guard the workers; each would outlive a parent killed by force.
    os.register_at_fork(after_in_child=lambda: _watch(os.getppid()))


def _watch(parent: int) -> None:
    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_WAIT_S)
        sys.stderr.flush()
        os._exit(1)

    threading.Thread(target=look, name="watch-parent", daemon=True).start()
