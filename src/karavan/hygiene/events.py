from dataclasses import dataclass


@dataclass(frozen=True)
class SiteCheckWanted:
    """Somebody asks to look at the site of an organisation now."""

    organisation_id: int
