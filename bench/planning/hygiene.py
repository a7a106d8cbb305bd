"""``python -m bench.planning.hygiene``: scores of all institutions over 20,000 events, CPU and queries."""

from bench.planning.alone import own_database


def main() -> None:
    """Fill a database, measure, print."""
    with own_database():
        from bench.planning import scoring  # noqa: PLC0415 - after Django is set up

        scoring.measure()


if __name__ == "__main__":
    main()
