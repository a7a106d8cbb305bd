"""The medians of Porto Alegre, pair by pair, against cafein's, and what explains each difference."""

import numpy as np

from bench.reach import poa
from bench.reach.inputs import Ints
from bench.reach.rivals import cafein_poa
from bench.reach.shape import Case, Outcome, Plan, Verdict, installed, say
from reach.times import UNREACHED

EXPLAINED = (
    "What explains the differences. *Limits*: cafein lets limits add up (a footpath of 20 minutes after "
    "the last ride, then an egress of 30; a walk of 30 minutes to a stop and 30 from it without a "
    "ride), ours hold for a whole walk. With its rule {equal:,} of {pairs:,} are equal; with ours {longer:,} "
    "take longer or are not reached, and {shorter:,} are shorter. *Snapping*: distances on the sphere here, "
    "on the spheroid there, each leg rounded up to a second, and of two ways almost equally near another one "
    "may be taken. *Streets*: cafein walks on all that is not a motorway or forbidden on foot: 131 of "
    "1,980 km, mostly driveways with access=private or no, are closed in ours, so other ways are "
    "nearest to a cell; ours snaps to the largest connected part, cafein to every part of 40 nodes."
)
SHARES = (
    "same second",
    "same minute",
    "within 1 s",
    "within 1 min",
    "one reaches, one not",
    "ours longer",
    "ours shorter",
)


def minutes(seconds: Ints) -> Ints:
    """Whole minutes, to the nearest: what cafein tells by default."""
    return np.where(seconds < UNREACHED, (seconds + 30) // 60, -1).astype(np.int32)


def compared(what: str, ours: Ints, theirs: Ints) -> str:
    """A row: shares of pairs."""
    both = (ours < UNREACHED) & (theirs < UNREACHED)
    off = np.abs(ours.astype(np.int64) - theirs)
    shares = [
        (ours == theirs).mean(),
        (minutes(ours) == minutes(theirs)).mean(),
        (off <= 1).mean(),
        (off <= 60).mean(),
        ((ours < UNREACHED) != (theirs < UNREACHED)).mean(),
        (both & (ours > theirs)).mean(),
        (both & (ours < theirs)).mean(),
    ]
    return f"| {what} | " + " | ".join(f"{share:.2%}" for share in shares) + " |"


def measure(plan: Plan) -> Outcome:
    """All pairs, four ways."""
    missing = installed("cafein")
    if missing:
        return Outcome([Verdict("medians equal to cafein's", None, 99, "%", at_least=True, note=missing)])
    net, cells = poa.rival()
    say("  cafein by its own streets")
    theirs = poa.medians_of(cafein_poa.matrix(net, cells, cells)[:, :, 0])
    say("  ours on its walks")
    walks = poa.rival_walks()
    on = poa.prepared(walks)
    strict, alike = poa.matrix(on, walks), poa.matrix(on, poa.chained(walks))
    say("  cafein on our streets")
    net, cells = poa.rival(on_our_streets=True)
    on_ours = poa.medians_of(cafein_poa.matrix(net, cells, cells)[:, :, 0])
    own_walks = poa.chained(poa.own_walks())
    own = poa.matrix(poa.prepared(own_walks), own_walks)
    equal, pairs = int((alike == theirs).sum()), theirs.size
    head = " | ".join(("| ", *SHARES)) + " |"
    table = [
        head,
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        compared("same walks, its rule for limits", alike, theirs),
        compared("same walks, our rule for limits", strict, theirs),
        compared("same streets, each snaps and walks by itself, its rule", own, on_ours),
        compared("each reads the streets by itself, its rule", own, theirs),
    ]
    return Outcome(
        verdicts=[
            Verdict(
                "medians equal to cafein's to the second, same walks and limits",
                100 * equal / pairs,
                99,
                "%",
                at_least=True,
                note=f"{equal:,} of {pairs:,} pairs",
            ),
            Verdict(
                "medians in the same minute, same streets, each walking by itself",
                100 * (minutes(own) == minutes(on_ours)).mean(),
                None,
                "%",
            ),
        ],
        remarks=[
            "\n".join(table),
            EXPLAINED.format(
                equal=equal,
                pairs=pairs,
                longer=int((strict > theirs).sum()),
                shorter=int((strict < theirs).sum()),
            ),
        ],
    )


CASE = Case("agreement", "the same parameters against cafein: medians equal on ≥ 99 % of pairs", measure)
