"""What many places of one batch share: areas, region words, rule packs, the moment; read once."""

from dataclasses import dataclass, field
from datetime import date, datetime

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.org.models import Area
from fengsui.places import classing, matching, regions


@dataclass
class Context:
    """The surroundings in which places are written: who, when, and what has been looked up so far."""

    actor: Actor
    now: datetime = field(default_factory=clock.now)
    areas: dict[str, Area] = field(default_factory=dict)
    _rules: dict[str, classing.Rules] = field(default_factory=dict)
    _regions: dict[str, matching.Regions] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The district's date of the moment."""
        return clock.local_date(self.now)

    def read_areas(self, paths: set[str]) -> None:
        """Read the areas of many paths, and their districts, in one query. Raises InvalidInput naming unknown ones."""
        wanted = (paths | {path.split("/", 1)[0] for path in paths}) - self.areas.keys()
        if wanted:
            self.areas.update({area.path: area for area in Area.objects.filter(path__in=wanted)})
        unknown = sorted(path for path in paths if path not in self.areas)
        if unknown:
            raise InvalidInput(
                "area_unknown",
                zh=f"没有这个区域：{'、'.join(unknown[:5])}。请从区域列表中选择。",
                en=f"No such area: {', '.join(unknown[:5])}.",
                fields=[FieldError("area_path", "没有这个区域", "no such area", "unknown")],
            )

    def rules(self, area_path: str) -> classing.Rules:
        """Return the rules in force today for an area's district, read once a batch."""
        district = area_path.split("/", 1)[0]
        if district not in self._rules:
            self._rules[district] = classing.rules_for(district, self.today)
        return self._rules[district]

    def regions(self, area_path: str) -> matching.Regions:
        """Return the region words that stand before names in an area's district."""
        district = area_path.split("/", 1)[0]
        if district not in self._regions:
            area = self.areas.get(district) or Area.objects.filter(path=district).first()
            self._regions[district] = regions.prefixes(district, area.name if area else "")
        return self._regions[district]
