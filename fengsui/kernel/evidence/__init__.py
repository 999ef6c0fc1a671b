"""Evidence: files hashed at capture, kept by content, reached only through links in scope."""

from fengsui.kernel.evidence.links import (
    EvidencePhoto,
    link,
    links_of,
    links_of_many,
    may_open,
    missing,
    missing_many,
    remove_link,
    reserve,
)
from fengsui.kernel.evidence.store import open_file, store_upload, thumbnail, unflushed

__all__ = [
    "EvidencePhoto",
    "link",
    "links_of",
    "links_of_many",
    "may_open",
    "missing",
    "missing_many",
    "open_file",
    "remove_link",
    "reserve",
    "store_upload",
    "thumbnail",
    "unflushed",
]
