"""Two whole years of the district, for two seeds, as an operator makes them: near the article, and every cell right. Long."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.demo import ARTICLE

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
NEAR = 0.15


def told(folder: Path, *arguments: str) -> dict[str, Any]:
    """Return what a command of the product prints, on a data folder of its own."""
    env = {**os.environ, "FENGSUI_DATA_DIR": str(folder), "FENGSUI_DATABASE_URL": ""}
    asked = [sys.executable, "-m", "fengsui", *arguments, "--json"]
    done = subprocess.run(asked, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def lived(folder: Path, seed: int) -> dict[str, int]:
    """Live two years; return what the article counts, after every figure was counted again from its facts."""
    last = date.fromisoformat(told(folder, "demo", "--full", "--seed", str(seed), "--no-serve")["today"])
    headline = told(folder, "report", "headline", "--from", str(last - timedelta(days=729)), "--to", str(last))
    assert not told(folder, "figures", "verify", "--since", str(last.replace(day=1)))["differences"]
    return {one["id"]: one["value"] for one in headline["figures"] if one["id"] in ARTICLE}


def test_two_years_come_near_the_article_and_another_seed_gives_other_figures(tmp_path):
    with ThreadPoolExecutor() as at_once:
        first, second = at_once.map(lived, (tmp_path / "1", tmp_path / "2"), (1, 2))
    print(json.dumps({"article": ARTICLE, "seeds": [first, second]}))
    for figures in (first, second):
        assert figures.keys() == ARTICLE.keys()
        far = {name: value for name, value in figures.items() if abs(value / ARTICLE[name] - 1) > NEAR}
        assert not far
    assert all(first[name] != second[name] for name in ("hazards.closed", "patrol.household_visits", "outreach.attended"))
