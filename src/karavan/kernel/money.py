"""Money is a whole number of kopecks; roubles appear only at the edges."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

KOPECKS = 100


def kopecks(roubles: Decimal | int | str) -> int:
    """Roubles as kopecks: ``"1 200,50"`` → 120050. Raises ValueError for what is not an amount ≥ 0."""
    if isinstance(roubles, str):
        roubles = roubles.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        amount = Decimal(roubles)
    except InvalidOperation:
        raise ValueError(f"not an amount: {roubles!r}") from None
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"not an amount: {roubles!r}")
    return int((amount * KOPECKS).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def roubles(amount: int) -> int | float:
    """Kopecks as roubles for the API: a whole number where it is one, else with two decimals."""
    whole, rest = divmod(amount, KOPECKS)
    return whole if rest == 0 else round(amount / KOPECKS, 2)
