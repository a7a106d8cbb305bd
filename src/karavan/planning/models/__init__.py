from karavan.planning.models.balance import BalanceMove, BalanceRun
from karavan.planning.models.circumstances import Circumstance
from karavan.planning.models.clashes import ClashDecision, Disclosure
from karavan.planning.models.diary import DiaryEntry
from karavan.planning.models.holds import Claim, Hold

__all__ = [
    "BalanceMove",
    "BalanceRun",
    "Circumstance",
    "Claim",
    "ClashDecision",
    "DiaryEntry",
    "Disclosure",
    "Hold",
]
