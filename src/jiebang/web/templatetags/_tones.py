"""State code → tone and icon. Colours follow what a state means to the reader, never its label.

A code that is not listed is shown in the quiet tone: plain, never wrong.
"""

ICONS = {
    "quiet": "circle",
    "info": "send",
    "active": "progress",
    "wait": "clock",
    "good": "circle-check",
    "warn": "alert-triangle",
    "bad": "circle-x",
}

_CODES = {
    "quiet": "abandoned dismissed dropped lapsed left not_awarded planned removed set_aside "
    "archived closed declared_void draft ended expired inactive none retired superseded "
    "unsent withdrawn not_selected reserve standby",
    "info": "convened prepared proposed reported requested "
    "announced published submitted open received recommended registered sent offered "
    "called listed invited new agreed scheduled",
    "active": "decided examined in_force ranked screened settling "
    "active assigned checking defending drafting drawn executing in_progress in_review "
    "reviewing running sitting talking asking meeting scoring screening signing under_review "
    "voting deciding running_late",
    "wait": "discuss in_notice to_check unknown "
    "awaiting circulated held notice on_notice paused pending suspended to_confirm to_sign waiting "
    "frozen quarantined under_notice asked",
    "good": "adopted answered concluded given pass "
    "accepted approved awarded cleared completed confirmed done effective eligible fulfilled "
    "granted masked met paid passed selected settled signed upheld valid verified won "
    "released redacted heard sealed opened",
    "warn": "barred late conflicted questioned rectify sent_back supplement "
    "changing correcting disputed due improving objected overdue partly_met rectifying "
    "returned revising absent differed to_correct to_revise stale",
    "bad": "eliminated fail given_up "
    "banned breached cancelled declined disqualified excluded failed invalid lost missed "
    "not_met rejected revoked terminated void refused blocked",
}

TONES = {code: tone for tone, codes in _CODES.items() for code in codes.split()}


def tone_of(code: object) -> str:
    return TONES.get(str(code).rsplit(".", 1)[-1].lower(), "quiet")


def icon_of(code: object) -> str:
    return ICONS[tone_of(code)]
