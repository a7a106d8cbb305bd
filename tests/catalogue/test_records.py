"""What a public record tells of time."""

from datetime import UTC, datetime

from karavan.catalogue.records import over_at


def test_a_session_is_over_at_its_end_or_after_a_usual_length() -> None:
    start, end = "2027-02-12T18:00:00+05:00", "2027-02-12T21:00:00+05:00"
    assert over_at({"start": start, "end": end}) == datetime(2027, 2, 12, 16, tzinfo=UTC)
    assert over_at({"start": start, "end": None}) == datetime(2027, 2, 12, 15, tzinfo=UTC)
