"""A tiny feed that each test changes in one place."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

FILES = {
    "agency.txt": """
        agency_id,agency_name,agency_url,agency_timezone
        1,City,https://example.org,Asia/Yekaterinburg
    """,
    "stops.txt": """
        stop_id,stop_name,stop_lat,stop_lon
        A,Square,55.0,61.0
        B,Circus,55.01,61.0
        C,Station,55.04,61.0
    """,
    "routes.txt": """
        route_id,agency_id,route_short_name,route_type
        r,1,5,0
    """,
    "calendar.txt": """
        service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
        week,1,1,1,1,1,0,0,20260105,20260130
    """,
    "trips.txt": """
        route_id,service_id,trip_id
        r,week,t
    """,
    "stop_times.txt": """
        trip_id,arrival_time,departure_time,stop_id,stop_sequence
        t,8:00:00,8:00:00,A,1
        t,08:05:00,08:06:00,B,2
        t,08:10:00,08:10:00,C,3
    """,
}


def table(text: str) -> str:
    """The lines of an indented text."""
    return "".join(line.strip() + "\n" for line in text.strip().splitlines())


@pytest.fixture
def feed(tmp_path: Path) -> Callable[..., Path]:
    """Write the tiny feed with other files in place of its own: ``feed(stops="…", calendar=None)``."""

    def write(name: str = "feed.zip", **files: str | bytes | None) -> Path:
        contents: dict[str, str | bytes | None] = {**FILES}
        contents |= {f"{key}.txt": content for key, content in files.items()}
        target = tmp_path / name
        with zipfile.ZipFile(target, "w") as archive:
            for file, content in contents.items():
                if content is not None:
                    archive.writestr(file, content if isinstance(content, bytes) else table(content))
        return target

    return write
