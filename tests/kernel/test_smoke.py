"""The kernel's first promises: sign in, be known, be refused, be audited."""

import pytest

from fengsui.kernel import audit
from fengsui.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_a_signed_in_inspector_learns_who_they_are(actor_for, client_for):
    inspector = actor_for("street_inspector")
    body = client_for(inspector).send("GET", "/session").json()
    assert body["signed_in"] is True
    assert body["grants"][0]["role_label"] == "镇街巡查员"


def test_nobody_gets_in_without_signing_in(client):
    answer = client.get("/api/v1/jobs")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "sign_in_needed"


def test_the_audit_log_cannot_be_changed(actor_for):
    from django.db import DatabaseError, transaction

    row = audit.record(actor=actor_for("audit_admin", "150402"), verb="test.deed")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=row.pk).update(verb="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=row.pk).delete()
