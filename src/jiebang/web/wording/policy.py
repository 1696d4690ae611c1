"""Words of the policy: what a form, a gate or an edition finds wrong."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FORMS = {
    "field_required": _("Please fill this in."),
    "rows_too_few": _("At least %(need)s rows are needed; there are %(have)s."),
    "rows_too_many": _("At most %(limit)s rows fit; there are %(have)s."),
    "text_control_character": _("The text holds a character that cannot be stored. Type it again."),
    "text_too_long": _("%(have)s characters; at most %(limit)s fit."),
    "text_too_short": _("%(have)s characters; at least %(need)s are needed."),
    "not_a_number": _("“%(given)s” is not a number."),
    "not_a_whole_number": _("“%(given)s” is not a whole number."),
    "money_too_fine": _("“%(given)s” is finer than one fen."),
    "money_negative": _("An amount cannot be negative."),
    "not_a_date": _("“%(given)s” is not a date. Write it as 2023-08-02."),
    "not_a_time": _("“%(given)s” is not a time. Write it as 2023-08-02 17:00."),
    "not_an_option": _("“%(given)s” is not among the choices."),
    "not_readable": _("This cannot be read. Please fill it in again."),
    "not_an_email": _("“%(given)s” is not an e-mail address."),
    "not_a_phone": _("“%(given)s” is not a telephone number."),
    "number_too_small": _("%(have)s is too small; the least is %(limit)s."),
    "number_too_large": _("%(have)s is too large; the most is %(limit)s."),
    "row_does_not_add_up": _("The parts of this row do not make its total."),
    "table_does_not_make_total": _("The rows of this table do not make the budget's total."),
    "source_differs": _("A source of money differs between the two budget tables."),
    "row_written_twice": _("This row is written twice."),
    "parts_do_not_make_total": _("Own, public and other money do not make the total."),
    "part_above_total": _("A part cannot be more than the total."),
    "target_not_a_number": _(
        "“%(given)s” is not a number. Choose “In words” for a target told in words."
    ),
    "trl_falls": _("The readiness wanted (%(have)s) is below the readiness now (%(need)s)."),
    "milestone_out_of_order": _("This milestone must come after month %(before)s."),
    "promise_not_given": _("The promise has not been given."),
    "secret_not_accepted": _(
        "State secrets are never entered here. Report them by the secrecy rules."
    ),
}

GATES = {
    "gate_unknown": _("Not known yet; an officer will look."),
    "gate_city_registered": _("The unit is not registered in this city."),
    "gate_legal_person": _("The unit is not an independent legal person."),
    "gate_demands_per_unit": _(
        "A unit may have %(limit)s demands in a batch; this would be number %(value)s."
    ),
    "gate_rnd_two_years": _("The unit had no R&D spending for two years."),
    "gate_rnd_intensity_steps": _(
        "R&D spending is %(value)s of revenue; at least %(limit)s is needed."
    ),
    "gate_minimum_total": _("The total investment is %(value)s; at least %(limit)s is needed."),
    "gate_own_fund_ratio": _("Own money is %(value)s of the total; at least %(limit)s is needed."),
    "gate_own_to_fiscal": _(
        "Own money is %(value)s of the public money; at least %(limit)s is needed."
    ),
    "gate_period_max": _("The time to complete is %(value)s; at most %(limit)s are allowed."),
    "gate_publicly_funded": _("The same work already has public money."),
    "gate_unfinished_project": _(
        "The unit has %(value)s unfinished projects of this programme; at most %(limit)s "
        "are allowed."
    ),
    "gate_clean_credit": _("There are %(value)s breaches of trust on record in recent years."),
    "gate_promise_signed": _("The promise is not signed."),
    "gate_deadline": _("The deadline was %(limit)s; it is now %(value)s."),
    "gate_one_per_unit": _(
        "%(value)s units of this bid take part in another bid for this challenge."
    ),
    "gate_indicators_answered": _(
        "%(value)s of %(limit)s indicators are answered; every one must be."
    ),
    "gate_budget_adds_up": _("A budget table makes %(value)s, the total is %(limit)s."),
    "gate_budget_within": _("The budget is %(value)s; the challenge's money is %(limit)s."),
    "gate_consortium_confirmed": _("%(value)s of %(limit)s partners have confirmed."),
    "gate_consortium_max": _("There are %(value)s partners; at most %(limit)s are allowed."),
    "gate_related_party": _("The bidder and the publisher are related parties."),
    "gate_final_user": _("The final user may not bid for a challenge of this kind."),
    "gate_promise": _("The promise has not been given."),
}

EDITION = {
    "edition_not_toml": _("The text cannot be read as TOML: %(detail)s"),
    "edition_cannot_extend": _(
        "The document it extends (%(given)s) does not exist or leads in a circle."
    ),
    "edition_missing_value": _("This value is missing."),
    "edition_unknown_value": _("An edition has no such value."),
    "edition_not_a_table": _("A section of values belongs here."),
    "edition_not_a_list": _("A list belongs here."),
    "edition_not_a_list_of_words": _("A list of words belongs here."),
    "edition_not_text": _("Text belongs here."),
    "edition_empty_text": _("The text is empty."),
    "edition_text_too_long": _("%(have)s characters; at most %(limit)s fit."),
    "edition_wrong_shape": _("“%(given)s” does not have the expected shape: %(shape)s"),
    "edition_not_an_option": _("“%(given)s” is not among the choices."),
    "edition_not_yes_or_no": _("Write true or false."),
    "edition_not_a_number": _("A number belongs here."),
    "edition_not_a_whole_number": _("A whole number belongs here."),
    "edition_not_an_amount": _("An amount in 10,000 yuan belongs here."),
    "edition_amount_too_fine": _("%(have)s is finer than one fen."),
    "edition_out_of_bounds": _("%(have)s is not between %(low)s and %(high)s."),
    "edition_wrong_count": _("There are %(have)s entries; there must be %(low)s to %(high)s."),
    "edition_too_few": _("There are %(have)s entries; at least %(need)s are needed."),
    "edition_repeated_code": _("The code “%(code)s” is used twice."),
    "edition_repeated_word": _("An entry is written twice."),
    "edition_above_cap": _("The amount is above the cap."),
    "edition_above_limit": _("%(have)s is above %(limit)s."),
    "edition_above_maximum": _("%(have)s is above the criterion's maximum of %(limit)s."),
    "edition_above_seats": _("%(have)s is more than the panel's %(limit)s seats."),
    "edition_weights_not_100": _("The weights make %(have)s, not 100."),
    "edition_shares_not_100": _("The shares make %(have)s, not 100."),
    "edition_share_too_fine": _("The share is finer than can be reckoned with."),
    "edition_bands_not_falling_to_zero": _("Grade bands must fall from the best to zero."),
    "edition_grades_not_from_zero": _("The lowest level starts at %(have)s points, not at 0."),
    "edition_grades_not_in_order": _("More points must lead to a higher level, each level once."),
    "edition_steps_not_rising_to_open": _("Steps must rise, and only the last may be open."),
    "edition_unknown_gate": _("There is no eligibility rule called “%(given)s”."),
    "edition_unknown_criterion": _("The table “%(table)s” has no criterion “%(given)s”."),
    "edition_unknown_table": _("There is no score table “%(given)s”."),
    "edition_unknown_kind": _("There is no kind of challenge “%(given)s”."),
    "edition_unknown_field": _("There is no field “%(given)s”."),
    "edition_use_names_nothing": _(
        "A use of a table names a kind of challenge, a field or both; the usual table of a stage "
        "needs none."
    ),
    "edition_use_twice": _("The same stage, kind and field stand here twice."),
    "edition_use_undecided": _(
        "Kind “%(kind)s” and field “%(field)s” lead to different tables; name one for both "
        "together."
    ),
    "edition_table_unused": _("Nothing scores by this table."),
    "edition_unknown_expert_kind": _("There is no kind of expert “%(given)s”."),
    "edition_publisher_weight_needs_score": _(
        "The publisher's weight is %(have)s%%, so the publisher must give a score."
    ),
    "edition_milestone_and_condition_differ": _(
        "A tranche names a milestone exactly when it waits for one."
    ),
    "edition_no_such_milestone": _(
        "Milestone %(have)s is not certain to exist; %(limit)s are required."
    ),
    "edition_not_a_city_code": _("“%(given)s” is not the code of a city."),
    "edition_district_outside_city": _("The district's code does not belong to the city %(city)s."),
    "edition_party_missing": _("The contract lacks a party: %(party)s."),
    "edition_wrong_mark": _("A mark of origin is public with a year, verify, or default."),
    "edition_no_such_value": _("This mark speaks of a value that does not exist."),
    "edition_public_needs_year": _("A public fact needs the year of its source."),
    "edition_conflict_rule": _("This rule of conflicts cannot be applied: %(detail)s"),
    "edition_form_lacks_field": _(
        "The form lacks the field “%(field)s”, which the programme needs."
    ),
    "edition_form_field_kind": _("The field must be of the kind %(need)s, not %(have)s."),
    "edition_form_scores_hats": _(
        "Degrees, titles, prizes, honours and papers may not be asked for review."
    ),
    "edition_columns_belong_to_tables": _("A table has columns, and nothing else has."),
    "edition_table_within_table": _("A table cannot stand in a table."),
}

REASONS = FORMS | GATES | EDITION
