"""Records that may be the same place, in the scope of whoever asks."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from fengsui.kernel import geo, phones
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.org.models import Area
from fengsui.places import matching, regions
from fengsui.places.models import Place, PlaceContact
from fengsui.places.queries.lists import in_scope
from fengsui.places.states import state_label

CANDIDATES = 600
COMMUNITY_DEPTH = 3


def find_similar(
    *,
    actor: Actor,
    name: str,
    address: str = "",
    phone: str = "",
    credit_code: str = "",
    lon: float | None = None,
    lat: float | None = None,
    area_path: str = "",
    exclude_id: UUID | None = None,
    limit: int = 5,
) -> list[dict[str, Any]]:
    """Return the records most like one as given, best first: score 0 to 1, reasons in words, whether it is certain.

    lon/lat WGS84 degrees. Only records in the actor's scope are compared. Raises Forbidden without places.view.
    """
    require_anywhere(actor, "places.view")
    words = region_words(area_path)
    given = matching.Known(
        id=str(exclude_id or ""),
        name_key=matching.name_key(name, words),
        address_key=matching.address_key(address, words),
        phones=frozenset({phones.keyed_hash(phone)} - {""}),
        credit_code=credit_code,
        lon=lon,
        lat=lat,
        cell=geo.cell(lon, lat) if lon is not None and lat is not None else "",
        community=community_of(area_path),
    )
    rows = _candidates(actor, given)
    if exclude_id:
        rows = [row for row in rows if row.pk != exclude_id]
    known = {str(row.pk): row for row in rows}
    hashes = _phones_of([row.pk for row in rows])
    scored = [matching.compare(given, known_of(row, hashes.get(row.pk, frozenset()))) for row in rows]
    best = sorted((one for one in scored if one.score >= matching.PROPOSE_FROM), key=lambda one: (-one.score, one.id))
    return [_shown(known[match.id], match) for match in best[:limit]]


def region_words(area_path: str) -> matching.Regions:
    """Return the words that stand before names in an area's district."""
    district = area_path.split("/", 1)[0]
    area = Area.objects.filter(path=district).only("name").first() if district else None
    return regions.prefixes(district, area.name if area else "")


def community_of(area_path: str) -> str:
    """Return the community of an area path, '' when it is not known that far."""
    parts = area_path.split("/")
    return "/".join(parts[:COMMUNITY_DEPTH]) if len(parts) >= COMMUNITY_DEPTH else ""


def known_of(row: Place, phone_hashes: frozenset[str]) -> matching.Known:
    """Return a record as it is compared."""
    return matching.Known(
        id=str(row.pk),
        name_key=row.name_key,
        address_key=row.address_key,
        phones=phone_hashes,
        credit_code=row.credit_code,
        lon=row.lon,
        lat=row.lat,
        cell=row.cell,
        community=community_of(row.area_path),
    )


def duplicate_index(*, actor: Actor) -> matching.DuplicateIndex:
    """Return every record in scope as an index in memory, for comparing a whole ledger; two queries."""
    index = matching.DuplicateIndex()
    rows = (
        in_scope(actor)
        .exclude(state__in=("rejected", "merged"))
        .only("id", "name_key", "address_key", "credit_code", "lon", "lat", "cell", "area_path")
    )
    hashes: dict[UUID, set[str]] = {}
    contacts = visible(
        PlaceContact.objects.filter(removed_at__isnull=True).exclude(phone_hmac=""),
        actor,
        "places.view",
        area_field="place__area_path",
        line_field="place__line",
    )
    for place_id, digest in contacts.values_list("place_id", "phone_hmac"):
        hashes.setdefault(place_id, set()).add(digest)
    index.extend(known_of(row, frozenset(hashes.get(row.pk, ()))) for row in rows.iterator(chunk_size=2000))
    return index


def _candidates(actor: Actor, given: matching.Known) -> list[Place]:
    """Return the records in scope that share a key with one as given, each key looked up by its own index."""
    wanted = [Q(name_key=given.name_key)]
    if given.address_key:
        wanted.append(Q(address_key=given.address_key))
    if given.credit_code:
        wanted.append(Q(credit_code=given.credit_code))
    if given.cell:
        wanted.append(Q(cell__in=geo.neighbour_cells(given.cell)))
    if given.phones:
        contacts = PlaceContact.objects.filter(phone_hmac__in=given.phones, removed_at__isnull=True)  # scope: joined below
        wanted.append(Q(pk__in=list(contacts.values_list("place_id", flat=True)[:CANDIDATES])))
    keys: set[UUID] = set()
    for one in wanted:
        # scope: keys only; the rows are read in scope below
        keys |= set(Place.objects.filter(one).values_list("pk", flat=True)[:CANDIDATES])
    rows = in_scope(actor).exclude(state__in=("rejected", "merged")).filter(pk__in=keys)
    return list(rows.select_related("area").order_by("pk"))


def _phones_of(ids: list[UUID]) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, set[str]] = {}
    contacts = PlaceContact.objects.filter(place_id__in=ids, removed_at__isnull=True)  # scope: of rows in scope
    for place_id, digest in contacts.values_list("place_id", "phone_hmac"):
        if digest:
            found.setdefault(place_id, set()).add(digest)
    return {place_id: frozenset(digests) for place_id, digests in found.items()}


def _shown(row: Place, match: matching.Match) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "name": row.name,
        "address": row.address,
        "area_name": row.area.name if row.area else "",
        "state": row.state,
        "state_label": state_label(row.state),
        "score": match.score,
        "certain": match.certain,
        "reasons": [{"code": one.code, "label": one.zh, "label_en": one.en, "weight": one.weight} for one in match.reasons],
    }
