"""Holds the API document to what it allows: such a request is refused only for what no schema can say."""

import schemathesis

# Codes of refusals, by what they are about.
BEYOND_SCHEMAS = {
    "what is stored": """not-found not-known-yet gone conflict precondition-failed precondition-required derived_member taken
        unknown_agreement""",
    "what an answer gave": "invalid-cursor cursor-gone key-reused",
    "parameters that go together": """not_in_format not_in_rehearsal missing_currency range_upside_down too_many_decimals
        needs_q invalid_sort mixed backwards""",
    "members of a record that go together": """unknown_source unknown_event unknown_fee_term not_a_party points_nowhere
        points_at_something self_reference circle impossible_order effect_before_notice ends_before_start duplicate
        duplicate_id missing not_allowed empty_range same_country roles_do_not_match immutable invalid_identifier""",
    "the calendar": "invalid_date invalid_day invalid_moment out_of_range in_the_future",
    "lists of others: countries, currencies, languages, hosts, characters": """unknown_country unknown_currency
        invalid_language invalid_url invalid_text""",
    "I-JSON (RFC 7493)": "inexact_number unusable_text",
}
CODES = {code for codes in BEYOND_SCHEMAS.values() for code in codes.split()}


@schemathesis.check
def refusals_are_beyond_schemas(ctx, response, case):
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code < 400:
        return
    # Among the header fields that schemathesis takes for allowed are some that miss their pattern.
    sent = [(one, case.headers.get(one.name)) for one in case.operation.headers]
    if not all(value is None or one.is_valid(value) for one, value in sent):
        return
    problem = response.json()
    found = {problem["code"]} & CODES or {error["code"] for error in problem.get("errors", [])} or {problem["code"]}
    assert found <= CODES, f"A schema could have said it: {response.text[:1000]}"
