"""Places by what they are or were called: for the searches of ledgers that name a place."""

from typing import Any

from django.db.models import Q, QuerySet

from fengsui.kernel.search_text import fold
from fengsui.places.models import Place, PlacePast


def places_named(fragment: str) -> QuerySet[Place, Any]:
    """Return the keys of the places whose name, address or number holds a fragment now or held it once.

    For use inside a filter of rows in scope: the keys themselves are never shown.
    """
    wanted = fold(fragment)
    # scope: a part of the filter of rows that are in scope themselves
    once = PlacePast.objects.filter(search_text__contains=wanted)
    return Place.objects.filter(Q(search_text__contains=wanted) | Q(pk__in=once.values("place_id"))).values("pk")
