"""Places by what they are or were called: for the searches of ledgers that name a place."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from fengsui.kernel.search_text import fold
from fengsui.places.models import Place, PlacePast

# So many keys are told one by one; then a planner sees that an index finds the few rows that name them.
TOLD = 1_000


def places_named(fragment: str) -> Iterable[Any]:
    """Return the keys of the places whose name, address or number holds a fragment now or held it once.

    For use inside a filter of rows in scope: the keys themselves are never shown. Up to 1,000 are read; of more, what finds
    them is returned.
    """
    wanted = fold(fragment)
    # scope: a part of the filter of rows that are in scope themselves
    once = PlacePast.objects.filter(search_text__contains=wanted)
    found = Place.objects.filter(Q(search_text__contains=wanted) | Q(pk__in=once.values("place_id"))).values_list("pk", flat=True)
    few = list(found[: TOLD + 1])
    return few if len(few) <= TOLD else found
