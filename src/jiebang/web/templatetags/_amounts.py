"""Amounts as people read them: fen in, text out. Exact integers all the way."""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
FEN_PER_YUAN, FEN_PER_WAN, FEN_PER_YI = 100, 1_000_000, 10_000_000_000


def decimal_of(fen: int, unit: int, places: int = 2) -> str:
    """`fen` in `unit`, at least two decimals, more only where the amount needs them."""
    sign, fen = ("-" if fen < 0 else ""), abs(int(fen))
    whole, rest = divmod(fen, unit)
    digits = str(rest).zfill(len(str(unit)) - 1).rstrip("0")
    return f"{sign}{whole:,}.{digits.ljust(places, '0')}"


def short(fen: int | None) -> str:
    """In 万元, for headlines: whole amounts lose their zeros."""
    return "" if fen is None or fen == "" else decimal_of(int(fen), FEN_PER_WAN).removesuffix(".00")


def in_words(fen: int) -> str:
    """The amount in capital numerals, as on a cheque: 壹佰万元整."""
    if fen < 0:
        return "负" + in_words(-fen)
    yuan, rest = divmod(int(fen), FEN_PER_YUAN)
    jiao, cents = divmod(rest, 10)
    text = _whole(yuan) + "元" if yuan or not rest else ""
    if not rest:
        return text + "整"
    if jiao:
        text += DIGITS[jiao] + "角"
    elif yuan:
        text += "零"
    return text + (DIGITS[cents] + "分" if cents else "整")


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    groups = []
    while number:
        number, low = divmod(number, 10_000)
        groups.append(low)
    text, gap = "", False
    for index in reversed(range(len(groups))):
        part = groups[index]
        if part == 0:
            gap = True
            continue
        if text and (gap or part < 1_000):
            text += DIGITS[0]
        text += _group(part) + GROUPS[index]
        gap = False
    return text


def _group(number: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return text
