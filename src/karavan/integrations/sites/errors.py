"""Why a site was not read. Neither is a fault of the site by itself."""


class NotRead(Exception):
    """``why`` is a stable word: address, host, port, private, robots, redirects, size, time, name, …"""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Refused(NotRead):
    """Our own rules, or the site's ``robots.txt``, forbid it."""


class Silent(NotRead):
    """Nobody answered, or the answer could not be taken."""
