"""Bad days: a locked database, a full disk, a body too large, an error nobody foresaw. Each is said in words."""

import sqlite3
import threading

import pytest
from django.db import OperationalError, connection, connections

from fengsui.kernel import settings_store, transaction
from fengsui.kernel.api.problems import busy_or_full
from fengsui.kernel.models import Job
from fengsui.server import views


@pytest.mark.django_db(transaction=True)
def test_a_database_locked_by_another_program_is_said_and_nothing_is_lost(actor_for, client_for, settings):
    if connection.vendor != "sqlite":
        with transaction.write():
            assert connection.in_atomic_block
        return
    inspector = actor_for("security_admin", "150402")
    client = client_for(inspector)
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100")
        answer = client.send("POST", f"/grants/{inspector.account_id}/revoke", {"reason": "试一试"})
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "没有丢失" in answer.json()["detail"]
    connections.close_all()


@pytest.mark.parametrize("words", ["database or disk is full", "attempt to write a readonly database", "disk I/O error"])
def test_a_full_disk_says_that_nothing_was_saved_and_whom_to_tell(words):
    said = busy_or_full(OperationalError(words))
    assert said.status == 503
    assert said.code == "disk_full"
    assert "通知系统管理员" in said.zh


@pytest.mark.django_db
def test_a_body_too_large_is_refused_in_words(actor_for, client_for, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client_for(actor_for("street_inspector")).send("POST", "/sync/operations", {"operations": [], "x": "x" * 2000})
    assert answer.status_code == 413
    assert "分批" in answer.json()["detail"]


@pytest.mark.django_db
def test_broken_json_and_wrong_fields_are_told_field_by_field(actor_for, client_for):
    client = client_for(actor_for("security_admin", "150402"))
    broken = client.post("/api/v1/grants", b"{", content_type="application/json", headers={"Idempotency-Key": "0" * 32})
    assert broken.status_code in (400, 422)
    assert broken["Content-Type"] == "application/problem+json"
    wrong = client.send("POST", "/grants", {"role": "supervisor", "valid_from": "gestern"})
    fields = {error["field"]: error["zh"] for error in wrong.json()["errors"]}
    assert "必填" in fields["account_id"]
    assert "2026-03-05" in fields["valid_from"]


@pytest.mark.django_db
def test_an_unforeseen_error_shows_no_traceback(actor_for, client_for, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Job.objects, "filter", broken)
    answer = client_for(actor_for("street_inspector")).send("GET", "/jobs")
    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert answer.json()["code"] == "internal"


@pytest.mark.django_db
def test_a_nul_character_in_a_text_is_no_server_error(actor_for, client_for):
    client = client_for(actor_for("system_admin", "150402"))
    answer = client.send(
        "POST", "/accounts", {"id": "01920000-0000-7000-8000-000000000001", "username": "a\x00b", "display_name": "x"}
    )
    assert answer.status_code == 422


@pytest.mark.django_db
def test_the_web_pages_cannot_be_used_to_read_other_files(client, settings, tmp_path):
    (tmp_path / "console").mkdir()
    (tmp_path / "console" / "index.html").write_text("<div id=app>")
    (tmp_path / "secret.txt").write_text("secret")
    settings.WEB_ROOT = tmp_path
    assert b"id=app" in client.get("/places/anything").content
    for path in ("../secret.txt", "..%2Fsecret.txt", "assets/../../secret.txt"):
        assert b"secret" not in client.get(f"/{path}").content
    assert views._file(tmp_path / "console", "../secret.txt") is None


@pytest.mark.django_db
def test_every_answer_carries_the_safety_headers(client):
    answer = client.get("/healthz")
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert answer[name]


@pytest.mark.django_db
def test_a_demo_says_so_before_anyone_signs_in(client):
    from fengsui.kernel import actor

    settings_store.put(actor=actor.system("测试"), key=settings_store.IS_DEMO, value=True)
    assert client.get("/api/v1/session").json()["is_demo"] is True


def test_threads_waiting_for_the_queue_are_released_when_a_writer_fails():
    queue, served = transaction.FairQueue(), []
    assert queue.acquire(1)

    def wait():
        assert queue.acquire(5)
        served.append(1)
        queue.release()

    threads = [threading.Thread(target=wait) for _ in range(8)]
    for thread in threads:
        thread.start()
    queue.release()
    for thread in threads:
        thread.join(5)
    assert len(served) == 8
