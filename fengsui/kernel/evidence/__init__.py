"""Evidence: files hashed at capture, kept by content, reached only through links in scope."""

from fengsui.kernel.evidence.links import EvidencePhoto, link, links_of, links_of_many, missing, missing_many, remove_link
from fengsui.kernel.evidence.store import open_file, store_upload, thumbnail

__all__ = [
    "EvidencePhoto",
    "link",
    "links_of",
    "links_of_many",
    "missing",
    "missing_many",
    "open_file",
    "remove_link",
    "store_upload",
    "thumbnail",
]
