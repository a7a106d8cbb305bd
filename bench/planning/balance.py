"""``python -m bench.planning.balance``: spreading a month of 3,000 occasions, and the same by plain greed."""

from bench.planning.alone import own_database


def main() -> None:
    """Fill a database, measure, print."""
    with own_database():
        from bench.planning import spreading  # noqa: PLC0415 - after Django is set up

        spreading.measure()


if __name__ == "__main__":
    main()
