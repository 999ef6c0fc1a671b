"""A ledger sent, and one checked: fixtures of the import."""

import pytest

from fengsui.kernel import jobs
from fengsui.kernel.ids import new_id
from fengsui.places.importing import services
from tests.places.factories import STREET


@pytest.fixture
def send(tmp_path):
    def upload(actor, content, *, area=STREET, name="台账.xlsx", **more):
        file = tmp_path / f"{new_id().hex}.bin"
        file.write_bytes(content)
        return services.upload(actor=actor, operation_id=new_id(), path=file, file_name=name, area_path=area, **more)

    return upload


@pytest.fixture
def checked(send):
    def check(actor, content, **more):
        batch = send(actor, content, **more)
        services.start_preview(actor=actor, operation_id=new_id(), batch_id=batch.pk)
        jobs.run_pending()
        batch.refresh_from_db()
        assert batch.state == "previewed", batch.problem
        return batch

    return check
