"""``python -m bench.planning.pages``: the board, a trial and the finder among 20,000 events, in CPU time."""

from bench.planning.alone import own_database


def main() -> None:
    """Fill a database, measure, print."""
    with own_database():
        from bench.planning import asking  # noqa: PLC0415 - after Django is set up

        asking.measure()


if __name__ == "__main__":
    main()
