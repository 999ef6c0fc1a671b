"""What every package's api.py is made of: the typed request, pages, errors as problem+json, the actor of a request."""

from fengsui.kernel.api.auth import from_cookie_or_token
from fengsui.kernel.api.paging import Keys, Page, Paged, PageQuery, counted_up_to, keys_of, page_of, up_to
from fengsui.kernel.api.requests import ActorRequest, operation_id
from fengsui.kernel.api.responses import download

__all__ = [
    "ActorRequest",
    "Keys",
    "Page",
    "PageQuery",
    "Paged",
    "counted_up_to",
    "download",
    "from_cookie_or_token",
    "keys_of",
    "operation_id",
    "page_of",
    "up_to",
]
