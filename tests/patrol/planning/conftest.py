"""Fixtures of the planning stories: a district's own rule pack, changed as a story needs it."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from fengsui.kernel import clock
from fengsui.kernel.models import RulePack
from fengsui.kernel.rulepacks.services import content_sha256, shipped


@pytest.fixture
def own_pack(db: None) -> Callable[..., None]:
    """Return what publishes a pack of the district in which classes are visited as given: own_pack(general={...})."""

    def publish(**visits: dict[str, Any]) -> None:
        content = deepcopy(next(row for row in shipped() if row["version"] == "neimenggu-2026.1.1"))
        content |= {"version": "own-1", "region": "150402", "effective_from": "2020-01-01"}
        for row in content["classes"]:
            if row["code"] in visits:
                row["visits"] = visits[row["code"]]
        RulePack.objects.create(
            code="own", version="own-1", title="本区", region="150402", state=RulePack.State.PUBLISHED,
            effective_from="2020-01-01", content=content, sha256=content_sha256(content), published_at=clock.now(),
        )  # fmt: skip

    return publish
