"""Sessions and openings as JSON, written by hand on the hot path."""

from functools import lru_cache

from karavan.catalogue.clock import moment_of
from karavan.catalogue.facts import SESSION_STATUSES
from karavan.catalogue.index.moments import Moment
from karavan.catalogue.index.timewalk import OPENING_STATUS


@lru_cache(maxsize=8192)
def _iso(minute: int) -> bytes:
    return moment_of(minute).isoformat().encode()


def moment_head(moment: Moment, name: str) -> bytes:
    """Members ``name`` (the session's id or null), ``start``, ``end`` and ``status`` of a JSON object."""
    opening = moment.status == OPENING_STATUS
    return b'"%s":%s,"start":"%s","end":%s,"status":"%s"' % (
        name.encode(),
        b"null" if opening else b'"%d"' % moment.session_id,
        _iso(moment.start),
        b'"%s"' % _iso(moment.end) if moment.is_end_known else b"null",
        b"open" if opening else SESSION_STATUSES[moment.status].encode(),
    )
