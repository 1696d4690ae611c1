"""Words of panels that come together: defence sessions, sealed sheets, group opinions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LIVES = {
    "defence": _("Defence session"),
    "hearing": _("Hearing of an item"),
    "ballot": _("Sealed score sheet"),
    "consensus": _("Opinion of the panel"),
    "voice": _("Voice of a member"),
}

STATES = {
    "defence": {
        "listed": _("To be convened"),
        "called": _("Session called"),
        "sitting": _("Session going on"),
        "scoring": _("Sheets being sealed"),
        "opened": _("Sheets opened"),
        "waived": _("Waived"),
    },
    "hearing": {
        "listed": _("Not called yet"),
        "called": _("Called"),
        "talking": _("Talk going on"),
        "asking": _("Questions going on"),
        "heard": _("Heard"),
        "absent": _("Did not come"),
        "dropped": _("Not to be heard"),
    },
    "ballot": {
        "open": _("To be scored and sealed"),
        "sealed": _("Sheet sealed"),
        "opened": _("Seal opened"),
        "recused": _("Item avoided"),
        "lapsed": _("Sheet void"),
    },
    "consensus": {
        "drafting": _("The chair drafts"),
        "circulated": _("Members are asked"),
        "concluded": _("Opinion concluded"),
    },
    "voice": {
        "asked": _("Not answered yet"),
        "agreed": _("Agrees"),
        "differed": _("Of another opinion"),
        "silent": _("Silent until the due time"),
        "void": _("Void, since the text changed"),
    },
}

STEPS = {
    "defence": {
        "list": _("List items for defence"),
        "convene": _("Convene the defence"),
        "move": _("Change time or place of the defence"),
        "begin": _("Begin the session"),
        "end": _("End the session"),
        "give_time": _("Give more time for the sealed sheets"),
        "open": _("Open all sealed sheets"),
        "waive": _("Waive the defence"),
    },
    "hearing": {
        "list": _("List for a hearing"),
        "call": _("Call to the defence"),
        "recall": _("Tell the new time or place"),
        "name_speakers": _("Name the speakers"),
        "start_talk": _("Start the talk"),
        "start_questions": _("Start the questions"),
        "close": _("End this hearing"),
        "mark_absent": _("Note that nobody came"),
        "drop": _("Take off the list of hearings"),
        "call_off": _("Call the hearing off"),
    },
    "ballot": {
        "issue": _("Give out a sheet to be sealed"),
        "recall": _("Tell the panel the new time or place"),
        "save": _("Keep the draft under seal"),
        "seal": _("Sign and seal the sheet"),
        "recuse": _("Declare a conflict and leave this item"),
        "open": _("Open the sealed sheet"),
        "lapse": _("Make the sheet void"),
    },
    "consensus": {
        "open": _("Ask the panel for its opinion"),
        "save": _("Keep the draft of the opinion"),
        "circulate": _("Sign and ask the members"),
        "take_back": _("Take the text back and change it"),
        "revise": _("Make it a draft again, since the panel has changed"),
        "pass_chair": _("Pass the chair to the next by lot"),
        "conclude": _("Conclude the opinion"),
    },
    "voice": {
        "ask": _("Ask a member"),
        "agree": _("Agree and sign"),
        "differ": _("State another opinion and sign"),
        "lapse": _("Record the silence"),
        "withdraw": _("Void with the old text"),
    },
}

REASONS = {
    "panel_has_to_meet": _(
        "%(count)s matters are still to be heard or agreed on before the scores are added up."
    ),
    "panel_need_not_meet": _("Nothing is in dispute and this panel does not have to meet."),
    "defence_not_yet": _("The session begins at %(at)s."),
    "defence_too_soon": _("A session is called at least %(hours)s hours ahead."),
    "defence_not_sitting": _("The session is not going on."),
    "defence_over": _("This defence is over."),
    "defence_open": _("This item is still to be heard; the opinion comes after it."),
    "hearings_open": _("%(count)s items have not been heard yet."),
    "hearings_before": _("%(count)s items come before this one by lot."),
    "sheets_unsealed": _("%(count)s sheets are not sealed yet; there is time until %(until)s."),
    "sealed_missing": _("%(items)s items have fewer than %(need)s sealed sheets."),
    "speakers_closed": _("The list of speakers was closed at %(at)s."),
    "item_not_heard": _("The sheet can be sealed once the item has been heard."),
    "seal_broken": _(
        "A sealed sheet is not what was committed to. Nothing was opened; supervision has to "
        "look into it."
    ),
    "voices_open": _("%(count)s members have not answered; there is time until %(until)s."),
    "no_next_chair": _("Nobody else of the panel signed a sheet on this item."),
}

EVENTS = {
    "defence.list": _("Scores lie far apart; a defence has to be convened: %(title)s"),
    "defence.convene": _("A defence is convened for %(starts_at)s, %(place)s: %(title)s"),
    "defence.move": _("A defence was moved to %(starts_at)s, %(place)s: %(title)s (%(reason)s)"),
    "defence.give_time": _("There is more time for the sealed sheets: %(title)s (%(reason)s)"),
    "defence.open": _("All sealed sheets were opened: %(title)s"),
    "defence.waive": _("A defence was waived: %(title)s (%(reason)s)"),
    "hearing.call": _(
        "Your bid is called to the defence at %(starts_at)s, %(place)s; by lot it is number "
        "%(turn)s. Please name your speakers: %(title)s"
    ),
    "hearing.recall": _("The defence was moved to %(starts_at)s, %(place)s: %(title)s"),
    "hearing.name_speakers": _("A bidder has named its speakers: %(title)s"),
    "hearing.mark_absent": _("Nobody came to the defence: %(title)s (%(reason)s)"),
    "hearing.call_off": _("The defence does not take place: %(title)s"),
    "ballot.issue": _(
        "You are asked to a defence at %(starts_at)s, %(place)s, and for a sealed sheet after "
        "it: %(title)s"
    ),
    "ballot.recall": _("The defence of this item was moved to %(starts_at)s, %(place)s: %(title)s"),
    "ballot.recuse": _("An expert leaves an item at the defence: %(title)s"),
    "consensus.open": _("By lot you chair the panel; please draft its opinion: %(title)s"),
    "consensus.revise": _("A panel's opinion is a draft again, since others sit on it: %(title)s"),
    "consensus.take_back": _("The chair changes the panel's opinion: %(title)s (%(reason)s)"),
    "consensus.pass_chair": _("The chair of a panel passed to the next by lot: %(title)s"),
    "consensus.conclude": _("The opinion of a panel is concluded: %(title)s"),
    "voice.ask": _("Please say whether you agree with the panel's opinion: %(title)s"),
    "panel.meet": _("The panel has to come together: %(title)s"),
}
