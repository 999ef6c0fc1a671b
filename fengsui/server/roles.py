"""The roles a process can have: web, worker, relay (outbox, abandoned jobs), trust (certificate page)."""

import logging
import signal
import time
from typing import Any

from fengsui.server.supervisor import watch_parent

log = logging.getLogger("fengsui.roles")
RELAY_PAUSE_S = 0.2
SWEEP_EVERY_S = 15.0
OLDEST_FAILURES_TOLD = 3


def run(role: str, *, host: str, port: int, tls: bool, web_processes: int) -> None:
    """Run one role in this process until it is told to stop."""
    watch_parent()
    if role == "web":
        run_web(host=host, port=port, tls=tls, web_processes=web_processes)
    elif role == "worker":
        run_worker()
    elif role == "trust":
        from fengsui.server.trust import run_trust_page

        run_trust_page(host=host, port=port)
    else:
        run_relay()


def run_web(*, host: str, port: int, tls: bool, web_processes: int) -> None:
    """Serve the ASGI application by uvicorn, over TLS with the local authority's certificate when asked."""
    import uvicorn

    options: dict[str, Any] = {}
    if tls:
        from fengsui.server.trust import server_certificate

        certificate, key = server_certificate()
        options = {"ssl_certfile": str(certificate), "ssl_keyfile": str(key)}
    uvicorn.run(
        "fengsui.server.asgi:application",
        host=host,
        port=port,
        workers=web_processes if web_processes > 1 else None,
        log_level="warning",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        server_header=False,
        lifespan="off",
        **options,
    )


def run_worker() -> None:
    """Run the job worker (django-q2 cluster on the ORM broker) with the periodic jobs installed."""
    from django.core.management import call_command

    from fengsui.kernel import periodic

    periodic.install()
    call_command("qcluster", verbosity=0)


def run_relay() -> None:
    """Deliver outbox events to their handlers, and take up jobs whose worker died, until told to stop."""
    from django.db import close_old_connections

    from fengsui.kernel import jobs, outbox

    stopping = False

    def stop(number: int, frame: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    last_sweep = 0.0
    while not stopping:
        try:
            made = outbox.deliver_pending()
            if time.monotonic() - last_sweep > SWEEP_EVERY_S:
                last_sweep = time.monotonic()
                jobs.take_up_abandoned()
        except Exception:
            log.exception("the relay failed and goes on")
            close_old_connections()
            made = 0
            time.sleep(1.0)
        if not made:
            time.sleep(RELAY_PAUSE_S)
