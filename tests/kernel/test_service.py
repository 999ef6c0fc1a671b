"""Operations sent twice, content changed under the same id, writers in order, numbers without gaps."""

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from fengsui.kernel import actor, audit, clock, numbering, transaction
from fengsui.kernel.errors import Conflict, Unavailable
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, Operation, Setting
from fengsui.kernel.service import service

numbering.declare("test.case", prefix="TS", width=4)
DOER = actor.system("测试")


@service("test.put")
def put(*, actor, operation_id=None, key, value):
    row, _ = Setting.objects.update_or_create(pk=key, defaults={"value": value})
    audit.record(actor=actor, verb="test.put", subject=row)
    return row


@pytest.mark.django_db
def test_the_same_operation_again_changes_nothing():
    operation = new_id()
    first = put(actor=DOER, operation_id=operation, key="a", value=1)
    Setting.objects.filter(pk="a").update(value=7)
    again = put(actor=DOER, operation_id=operation, key="a", value=1)
    assert again.pk == first.pk
    assert again.value == 7
    assert AuditEntry.objects.filter(verb="test.put").count() == 1


@pytest.mark.django_db
def test_the_same_id_with_other_content_is_a_conflict_and_writes_nothing():
    operation = new_id()
    put(actor=DOER, operation_id=operation, key="a", value=1)
    with pytest.raises(Conflict) as caught:
        put(actor=DOER, operation_id=operation, key="a", value=2)
    assert caught.value.code == "operation_reused"
    assert Setting.objects.get(pk="a").value == 1


@pytest.mark.django_db
def test_a_failed_operation_leaves_no_trace_and_may_be_sent_again():
    operation = new_id()

    @service("test.fail")
    def fail(*, actor, operation_id=None):
        Setting.objects.create(pk="half", value=1)
        raise Conflict("no", zh="不", en="no")

    with pytest.raises(Conflict):
        fail(actor=DOER, operation_id=operation)
    assert not Setting.objects.filter(pk="half").exists()
    assert not Operation.objects.filter(pk=operation).exists()


@pytest.mark.django_db(transaction=True)
def test_two_senders_of_one_operation_at_once_make_one_record():
    operation, results, errors = new_id(), [], []

    def send():
        try:
            results.append(put(actor=DOER, operation_id=operation, key="race", value=1).pk)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert results == ["race"] * 6
    assert AuditEntry.objects.filter(verb="test.put").count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_although_half_the_writers_give_up():
    given = []

    def take(fails):
        try:
            with transaction.write():
                number = numbering.next_number(kind="test.case", area_path="150402/006", year=2026)
                if fails:
                    raise Conflict("no", zh="不", en="no")
                Setting.objects.create(pk=number, value=1)
            given.append(number)
        except Conflict:
            time.sleep(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(n % 2 == 0,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [f"TS-150402-2026-{n:04d}" for n in range(1, 9)]


def test_the_writers_queue_serves_in_order_and_gives_up_in_time():
    queue, order = transaction.FairQueue(), []
    assert queue.acquire(1)

    def wait(name):
        assert queue.acquire(5)
        order.append(name)
        queue.release()

    threads = []
    for name in range(5):
        thread = threading.Thread(target=wait, args=(name,))
        thread.start()
        threads.append(thread)
        time.sleep(0.02)
    assert queue.acquire(0.05) is False
    queue.release()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_a_writer_who_never_gets_a_turn_is_told_so(monkeypatch):
    if connection.vendor != "sqlite":
        with transaction.write():
            assert connection.in_atomic_block
        return
    monkeypatch.setattr(transaction, "WAIT_S", 0.05)
    assert transaction._writers.acquire(1)
    try:
        with pytest.raises(Unavailable) as caught, transaction.write():
            raise AssertionError("never reached")
        assert "没有丢失" in caught.value.zh
    finally:
        transaction._writers.release()


def test_the_clock_stands_still_only_inside_the_block():
    moment = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    with clock.frozen(moment):
        assert clock.now() == moment
        assert clock.local_date().isoformat() == "2027-01-01"
    assert clock.now() != moment
