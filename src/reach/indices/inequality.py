"""How evenly access is spread among people: Gini, concentration, Palma, Theil, and how many have too little.

Names and results are those of the R package ``accessibility``. All take the access of each cell and its
people, both finite and not negative; a time of ∞ has no place here, since no average of it exists: see
:mod:`reach.indices.equity`. Cells without people count for nothing, whatever their access. Where nobody
reaches anything all are equally badly off: 0 inequality, which is why a share below a line belongs beside
every such number.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.indices.checks import Floats, amounts, inhabitants
from reach.indices.quantiles import weighted_quantile


@dataclass(frozen=True)
class TheilT:
    """Theil's T and where it comes from."""

    total: float
    between_group: float
    """What would remain if everybody had their group's average."""
    within_group: float
    groups: tuple[Hashable, ...]
    """In the order of their first cell; empty where no groups were given."""
    between_group_component: Floats
    """By group, adding up to ``between_group``; negative for a group with less than its share of access."""
    within_group_component: Floats
    """By group, adding up to ``within_group``."""


@dataclass(frozen=True)
class FgtPoverty:
    """Foster, Greer & Thorbecke's measures of order 0, 1 and 2."""

    fgt0: float
    """The share of people below the line."""
    fgt1: float
    """How far below it they are on average, as a share of the line, the others counting 0."""
    fgt2: float
    """The same with squares: the worst off count most."""


def gini_index(access: npt.ArrayLike, population: npt.ArrayLike) -> float:
    """0 where all people have the same access, towards 1 the fewer have it all.

    Args:
        access: ``[cells]``.
        population: people, ``[cells]``.

    Raises:
        BadInput: see :func:`~reach.indices.checks.amounts`; or nobody lives there.
    """
    reached, people, everybody = _populated(access, population)
    order = np.argsort(reached, kind="stable")
    share, owned = people[order] / everybody, people[order] * reached[order]
    everything = float(owned.sum())
    if everything == 0:
        return 0.0
    lorenz = np.cumsum(owned) / everything
    below = np.concatenate(([0.0], lorenz[:-1]))
    # Even spreads come out a rounding error below 0.
    return min(max(1.0 - float(((below + lorenz) * share).sum()), 0.0), 1.0)


def concentration_index(
    access: npt.ArrayLike, population: npt.ArrayLike, income: npt.ArrayLike, variant: str = "standard"
) -> float:
    """Whether access goes with income: from −1 (the poorest have it all) over 0 to 1.

    ``standard``: van Doorslaer & Koolman (2004, doi:10.1002/hec.918), equation 4. ``corrected``: Erreygers
    (2009, doi:10.1016/j.jhealeco.2008.02.003), bounded also where the mean is low. Cells of equal income are
    ranked together, so that the order of rows does not matter (the R package ranks them as they come).

    Args:
        access: ``[cells]``.
        population: people, ``[cells]``.
        income: anything that ranks people from badly to well off, ``[cells]``.
        variant: ``standard`` or ``corrected``.

    Raises:
        BadInput: see :func:`gini_index`; or an unknown variant.
    """
    if variant not in ("standard", "corrected"):
        raise BadInput(f"variant: {variant!r} is neither standard nor corrected")
    reached, people, everybody = _populated(access, population)
    rank_by = amounts("income", _lived_in(income, population), "cell", len(reached))
    mean = float((reached * people).sum()) / everybody
    share = people / everybody
    _, level = np.unique(rank_by, return_inverse=True)
    level_share = np.bincount(level, weights=share)
    rank = (np.cumsum(level_share) - level_share / 2)[level]
    covariance = 2.0 * float(((rank - 0.5) * (reached - mean) * share).sum())
    if variant == "corrected":
        width = float(reached.max() - reached.min())
        return 0.0 if width == 0 else 4.0 * covariance / width
    return 0.0 if mean == 0 else covariance / mean


def palma_ratio(
    access: npt.ArrayLike,
    population: npt.ArrayLike,
    income: npt.ArrayLike | None = None,
    *,
    limits: tuple[float, float] | None = None,
) -> float:
    """The average access of the wealthiest 10 % of people over that of the poorest 40 %.

    With ``income``, whole cells belong to the poorest up to the income that 40 % of people do not pass, and
    to the wealthiest above the one that 90 % do not pass: so does the R package. Without, people are lined up
    by access itself, the cells on the borders are divided, and the ratio says how much better the best served
    are than the worst served.

    Args:
        access: ``[cells]``.
        population: people, ``[cells]``.
        income: per head, ``[cells]``.
        limits: the two incomes, where they come from more cells than these.

    Returns:
        ∞ where the poorest reach nothing and the wealthiest something, 1 where both reach nothing, NaN where
        the borders leave nobody on one of the sides.

    Raises:
        BadInput: see :func:`gini_index`.
    """
    reached, people, everybody = _populated(access, population)
    if income is None:
        order = np.argsort(reached, kind="stable")
        reached, people = reached[order], people[order]
        stop = np.cumsum(people)
        start = stop - people
        poorest = np.clip(4 * everybody / 10 - start, 0.0, people)
        wealthiest = np.clip(stop - 9 * everybody / 10, 0.0, people)
    else:
        incomes = amounts("income", _lived_in(income, population), "cell", len(reached))
        low, high = limits or (
            weighted_quantile(incomes, people, 0.4),
            weighted_quantile(incomes, people, 0.9),
        )
        poorest = np.where(incomes <= low, people, 0.0)
        wealthiest = np.where(incomes > high, people, 0.0)
    if poorest.sum() == 0 or wealthiest.sum() == 0:
        return float("nan")
    least = float((reached * poorest).sum() / poorest.sum())
    most = float((reached * wealthiest).sum() / wealthiest.sum())
    if least == 0:
        return float("inf") if most > 0 else 1.0
    return most / least


def theil_t(
    access: npt.ArrayLike, population: npt.ArrayLike, groups: Sequence[Hashable] | None = None
) -> TheilT:
    """Theil's T, divided into what lies between ``groups`` (districts, or groups of people) and within them.

    Conceição & Ferreira (2000, doi:10.2139/ssrn.228703). For districts and groups of people at once lay the
    groups' cells end to end and give each its label. Access of 0 contributes 0, the limit of x ln x, and its
    people count in every average; the R package leaves them out of the last one.

    Args:
        access: ``[cells]``.
        population: people, ``[cells]``.
        groups: a label for each cell.

    Raises:
        BadInput: see :func:`gini_index`; or not one label for each cell.
    """
    everywhere = amounts("access", access, "cell")
    everyone, everybody = inhabitants(population, len(everywhere))
    owned = everywhere * everyone
    everything = float(owned.sum())
    if groups is None:
        total = _theil(everywhere, everyone)
        return TheilT(total, 0.0, total, (), np.zeros(0), np.zeros(0))
    if len(groups) != len(everywhere):
        raise BadInput(f"groups: {len(groups)} labels for {len(everywhere)} cells")
    labels = tuple(dict.fromkeys(groups))
    number = {label: place for place, label in enumerate(labels)}
    own = np.array([number[label] for label in groups], dtype=np.int64)
    between, within = np.zeros(len(labels)), np.zeros(len(labels))
    for place in range(len(labels)):
        inside = own == place
        access_share = float(owned[inside].sum()) / everything if everything else 0.0
        if access_share > 0:
            people_share = float(everyone[inside].sum()) / everybody
            between[place] = access_share * np.log(access_share / people_share)
            within[place] = access_share * _theil(everywhere[inside], everyone[inside])
    total_between, total_within = float(between.sum()), float(within.sum())
    return TheilT(total_between + total_within, total_between, total_within, labels, between, within)


def fgt_poverty(access: npt.ArrayLike, population: npt.ArrayLike, poverty_line: float) -> FgtPoverty:
    """How many people have less than enough, and how much less (Foster, Greer & Thorbecke 1984,
    doi:10.2307/1913475).

    Args:
        access: ``[cells]``.
        population: people, ``[cells]``.
        poverty_line: what is enough; who has exactly that is not below it.

    Raises:
        BadInput: see :func:`gini_index`; or a line that is no number over 0.
    """
    if not (np.isfinite(poverty_line) and poverty_line > 0):
        raise BadInput(f"poverty_line: {poverty_line!r} should be a number over 0")
    reached, people, everybody = _populated(access, population)
    below = reached < poverty_line
    gap = np.where(below, (poverty_line - reached) / poverty_line, 0.0)
    orders = (below.astype(np.float64), gap, gap * gap)
    return FgtPoverty(*(float((order * people).sum()) / everybody for order in orders))


def _populated(access: npt.ArrayLike, population: npt.ArrayLike) -> tuple[Floats, Floats, float]:
    """Access and people of the cells where somebody lives, and how many people there are."""
    reached = amounts("access", access, "cell")
    people, everybody = inhabitants(population, len(reached))
    return reached[people > 0], people[people > 0], everybody


def _lived_in(values: npt.ArrayLike, population: npt.ArrayLike) -> npt.NDArray[np.generic]:
    """The values where somebody lives: an empty cell may well have an income of NaN."""
    given, people = np.asarray(values), np.asarray(population)
    if given.shape != people.shape:
        raise BadInput(f"income: {given.size} numbers for {people.size} cells")
    return given[people > 0]


def _theil(access: Floats, people: Floats) -> float:
    everybody = float(people.sum())
    mean = float((access * people).sum()) / everybody
    if mean == 0:
        return 0.0
    relative = access / mean
    logarithm = np.log(np.where(relative > 0, relative, 1.0))
    # Rounding takes equal shares a hair below 0.
    return max(float((relative * logarithm * people).sum()) / everybody, 0.0)
