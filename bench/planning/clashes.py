"""``python -m bench.planning.clashes``: clashes of a month, and of one save, in CPU time on this machine."""

from bench.planning.alone import own_database


def main() -> None:
    """Fill a database, measure, print."""
    with own_database():
        from bench.planning import measuring  # noqa: PLC0415 - after Django is set up

        measuring.scoring()
        measuring.reading()


if __name__ == "__main__":
    main()
