from dataclasses import dataclass


@dataclass(frozen=True)
class OrganisationChanged:
    """An organisation was created, changed or removed: what the public sees of it may differ.

    ``elsewhere``: also what its events show of it, as its name and what it belongs to.
    """

    organisation_id: int
    elsewhere: bool = True


@dataclass(frozen=True)
class SessionsEnded:
    """Every session of a person is over: they were signed out everywhere or switched off."""

    person_id: int


@dataclass(frozen=True)
class LetterWanted:
    """The letter of an invitation is to be sent."""

    invitation_id: int
