"""The ``karavan`` command."""

import os
import sys


def main() -> None:
    """Run a management command: ``karavan seed chelyabinsk``, ``karavan check`` …"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karavan.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
