"""Who gets where. A route stands behind a door; a door says what each person meets there.

ok      comes in here; a client who is not theirs is as unknown to them as one that does not exist (404)
all     comes in for every client or record; what does not exist is 404
in      comes in; the page is about no record
404     not known to them, whatever they ask for
403     their role does not do this, whatever they ask for
shut    known to them here, but not for them (403); other clients are unknown (404)
login   sent to sign in
any     comes in, is sent to sign in, or finds nothing: a page that only makes sense in the middle of signing in
"""

PEOPLE = (
    "signed out",
    "lead",
    "other case manager",
    "former lead",
    "cover before",
    "cover during",
    "cover after",
    "own supervisor",
    "other supervisor",
    "admin",
    "walled off",
    "opened with reason",
    "deactivated",
)

_DOORS = """
                             out   lead other former before during after own-sup sup admin walled opened gone
reads the file             | login ok   404   404    404    ok     404   ok      404 403   404    ok     login
works on the file          | login ok   404   404    404    ok     404   403     403 403   404    shut   login
reads a concern            | login ok   404   404    404    shut   404   ok      404 403   404    shut   login
works on a concern         | login ok   404   404    404    shut   404   403     403 403   404    shut   login
works on what they read    | login ok   404   404    404    ok     404   shut    404 403   404    shut   login
confirms a handover note   | login ok   404   404    404    shut   404   ok      404 403   404    shut   login
takes over                 | login ok   404   404    404    shut   404   shut    404 403   404    shut   login
reads an enquiry           | login ok   404   404    404    ok     404   403     403 all   404    ok     login
sets up a file             | login ok   404   404    404    404    404   403     403 all   404    404    login
allocation                 | login 403  403   403    403    403    403   403     403 all   403    403    login
add a client               | login in   in    in     in     in     in    403     403 in    in     in     login
lists of files             | login in   in    in     in     in     in    in      in  403   in     in     login
staff                      | login 403  403   403    403    403    403   403     403 all   403    403    login
sent the table             | login 403  403   403    403    403    403   403     403 ok    403    403    login
tells of an opening        | login ok   404   404    404    shut   404   shut    404 403   404    shut   login
given drafts               | login ok   404   404    404    404    404   404     404 403   404    404    login
reviews openings           | login 403  403   403    403    403    403   ok      404 all   403    403    login
lists of the practice      | login 403  403   403    403    403    403   in      in  in    403    403    login
see providers              | login all  all   all    all    all    all   all     all all   all    all    login
change providers           | login all  all   all    all    all    all   403     403 all   all    all    login
supervision                | login 403  403   403    403    403    403   in      in  403   403    403    login
supervises the person      | login 403  403   403    403    403    403   ok      404 403   403    403    login
between the two            | login ok   404   404    404    404    404   ok      404 404   404    404    login
supervised themselves      | login ok   404   404    404    404    404   shut    404 404   404    404    login
own account                | login in   in    in     in     in     in    in      in  in    in     in     login
own or admin's             | login ok   404   404    404    404    404   404     404 all   404    404    login
own alone                  | login ok   404   404    404    404    404   404     404 404   404    404    login
own second factor          | login any  any   any    any    any    any   any     any any   any    any    login
caseloads                  | login 403  403   403    403    403    403   in      in  in    403    403    login
steps of signing in        | any  any  any   any    any    any    any   any     any any   any    any    any
public                     | in    in   in    in     in     in     in    in      in  in    in     in     in
outside link               | all   all  all   all    all    all    all   all     all all   all    all    all
"""

DOORS = {
    line.split("|")[0].strip(): dict(zip(PEOPLE, line.split("|")[1].split(), strict=True))
    for line in _DOORS.strip().splitlines()[1:]
}

# The door of a route, or its doors for GET and for POST where they differ.
ROUTES = {
    # accounts
    "accounts:staff_list": "staff",
    "accounts:invite_staff": "staff",
    "accounts:deactivate_staff": "staff",
    "accounts:reinstate_staff": "staff",
    "accounts:reset_second_factor": "staff",
    "accounts:add_supervision": "staff",
    "accounts:practice_settings": "staff",
    "accounts:accept_invitation": "public",
    "accounts:sessions": "own account",
    "accounts:own_sign_ins": "own account",
    "accounts:sign_in_log": "staff",
    "accounts:roles": "caseloads",
    "accounts:change_roles": "staff",
    "accounts:end_supervision": "staff",
    "accounts:working_terms": "staff",
    "accounts:own_register": "own account",
    "accounts:add_own_check": "own account",
    "accounts:declare_fitness": "own account",
    "accounts:log_cpd": "own account",
    "accounts:change_cpd": "own alone",
    "accounts:staff_register": "staff",
    "accounts:staff_register_csv": "staff",
    "accounts:person_register": "staff",
    "accounts:add_check": "staff",
    "accounts:change_check": "own or admin's",
    "accounts:renew_check": "own or admin's",
    "accounts:end_check": "own or admin's",
    "accounts:verify_check": "staff",
    # ui
    "ui:save_draft_now": "own account",
    "ui:discard_draft_now": "own account",
    "ui:stay_signed_in": "own account",
    "ui:save_view": "own account",
    "ui:forget_view": "own alone",
    # clients
    "clients:client_list": "own account",
    "clients:new_client": "add a client",
    "clients:change_details": "works on the file",
    "clients:change_status": "works on the file",
    "clients:allocation": "allocation",
    "clients:merge": "allocation",
    "clients:merge_files": "allocation",
    "clients:undo_merge": "allocation",
    "clients:earlier_file": "reads the file",
    "clients:people": "reads the file",
    "clients:add_consent": "works on the file",
    "clients:consent": "reads the file",
    "clients:start_instruction": "works on the file",
    "clients:change_instruction": "works on the file",
    "clients:end_instruction": "works on the file",
    "clients:record_terms": "works on the file",
    "clients:add_party": "works on the file",
    "clients:change_party": "works on the file",
    "clients:share_costs": "works on the file",
    "clients:people_around": "reads the file",
    "clients:add_person": "works on the file",
    "clients:change_person": "works on the file",
    "clients:end_person": "works on the file",
    "clients:consent_evidence": "reads the file",
    "clients:evidence": "reads the file",
    "clients:withdraw_consent": "works on the file",
    "clients:add_risk": "works on the file",
    "clients:review_risk": "works on the file",
    "clients:close_risk": "works on the file",
    "clients:safety": "reads the file",
    "clients:add_alert": "works on the file",
    "clients:end_alert": "works on the file",
    "clients:way_in": "reads the file",
    "clients:change_way_in": "works on the file",
    "clients:add_complaint": "works on the file",
    "clients:complaint": "reads the file",
    "clients:resolve_complaint": "works on the file",
    "clients:add_promise": "works on the file",
    "clients:settle_promise": "works on the file",
    "clients:raise_concern": "works on the file",
    "clients:concern": "reads a concern",
    "clients:decide_concern": "works on a concern",
    "clients:add_concern_step": "works on a concern",
    "clients:name_concern_readers": "works on a concern",
    "clients:close_concern": "works on a concern",
    "clients:capacity": "reads the file",
    "clients:assess_capacity": "works on the file",
    "clients:capacity_assessment": "reads the file",
    "clients:assess_capacity_again": "works on the file",
    "clients:make_decision": "works on the file",
    "clients:add_capacity_addendum": "works on the file",
    "clients:change_circumstances": "works on the file",
    "clients:hospital_papers": "works on the file",
    "clients:equality": "reads the file",
    "clients:change_equality": "works on the file",
    "clients:access_log": "reads the file",
    "clients:who_can_see": "reads the file",
    "clients:open_with_a_reason": "lists of files",
    "clients:see_opening": "tells of an opening",
    "clients:matches": "staff",
    "clients:decide_match": "staff",
    "clients:walls_and_openings": "lists of the practice",
    "clients:build_wall": "staff",
    "clients:end_wall": "staff",
    "clients:review_opening": "reviews openings",
    # records
    "records:timeline": "reads the file",
    "records:contact_record": "reads the file",
    "records:add_addendum": "works on the file",
    # assessments
    "assessments:assessments": "reads the file",
    "assessments:add_assessment": "works on the file",
    "assessments:assessment": "reads the file",
    "assessments:add_measure": "works on the file",
    "assessments:measure_result": "reads the file",
    "assessments:answer_alert": "works on the file",
    # careplans
    "careplans:plan": "reads the file",
    "careplans:goal": "reads the file",
    "careplans:recommendation": "reads the file",
    "careplans:add_goal": "works on the file",
    "careplans:change_goal": "works on the file",
    "careplans:rate_goal": "works on the file",
    "careplans:close_goal": "works on the file",
    "careplans:record_agreement": "works on the file",
    "careplans:add_recommendation": "works on the file",
    "careplans:record_decision": "works on the file",
    # providers
    "providers:provider_list": "see providers",
    "providers:provider": "see providers",
    "providers:add_provider": "change providers",
    "providers:change_provider": "change providers",
    "providers:referrals": "reads the file",
    "providers:referral": "reads the file",
    "providers:service": "reads the file",
    "providers:write_referral": "works on the file",
    "providers:change_referral": "works on the file",
    "providers:send_referral": "works on the file",
    "providers:consent_to_provider": "works on the file",
    "providers:record_reply": "works on the file",
    "providers:start_service": "works on the file",
    "providers:end_service": "works on the file",
    # reviews
    "reviews:review_list": "lists of files",
    "reviews:client_reviews": "reads the file",
    "reviews:review": "reads the file",
    "reviews:agree_rhythm": "works on the file",
    "reviews:start_review": "works on the file",
    # reports
    "reports:report_list": "lists of files",
    "reports:client_reports": "reads the file",
    "reports:report": ("reads the file", "works on what they read"),
    "reports:preview": "reads the file",
    "reports:rendering": "reads the file",
    "reports:draft_pdf": "reads the file",
    "reports:issued_page": "reads the file",
    "reports:issued_pdf": "reads the file",
    "reports:start_report": "works on the file",
    "reports:render_report": "works on the file",
    "reports:issue_report": "works on the file",
    "reports:correct_report": "works on the file",
    "reports:share_report": "works on the file",
    "reports:stop_sharing": "works on the file",
    "reports:shared_report": "outside link",
    "reports:shared_pdf": "outside link",
    # reminders
    "reminders:healthz": "public",
    "reminders:undelivered": "own account",
    "reminders:send_again": ("own account", "own or admin's"),
    "reminders:settle": ("own account", "own or admin's"),
    # practice
    "practice:my_day": "own account",
    "practice:import_clients": "staff",
    "practice:empty_table": "staff",
    "practice:client_import": "sent the table",
    "practice:import_progress": "sent the table",
    "practice:carry_out_import": "sent the table",
    "practice:discard_import": "sent the table",
    "practice:rows_to_put_right": "sent the table",
    "practice:enquiries": "add a client",
    "practice:enquiries_csv": "staff",
    "practice:log_enquiry": "add a client",
    "practice:enquiry": "reads an enquiry",
    "practice:change_enquiry": "reads an enquiry",
    "practice:acknowledge_enquiry": "reads an enquiry",
    "practice:decide_enquiry": "reads an enquiry",
    "practice:new_intake": "add a client",
    "practice:intake": "sets up a file",
    "practice:intake_person": "sets up a file",
    "practice:intake_contact": "sets up a file",
    "practice:intake_injury": "sets up a file",
    "practice:intake_party": "sets up a file",
    "practice:intake_consent": "sets up a file",
    "practice:intake_risks": "sets up a file",
    "practice:intake_allocation": "sets up a file",
    "practice:intake_review": "sets up a file",
    "practice:open_intake_file": "sets up a file",
    "practice:hand_on_intake": "sets up a file",
    "practice:give_up_intake": "sets up a file",
    "practice:packs": "staff",
    "practice:ask_for_pack": "staff",
    "practice:pack": "staff",
    "practice:pack_pdf": "staff",
    "practice:client_file": "reads the file",
    "practice:client_summary": "reads the file",
    "practice:need_ledger": "reads the file",
    "practice:brief": "reads the file",
    "practice:person": "reads the file",
    "practice:equality_counts": "staff",
    "practice:leaving": "staff",
    "practice:given_draft": "given drafts",
    "practice:add_contact": "works on the file",
    "practice:supervision": "supervision",
    "practice:supervision_held": "staff",
    "practice:supervisee": "supervises the person",
    "practice:sign_session": "supervises the person",
    "practice:session": "between the two",
    "practice:add_to_session": "between the two",
    "practice:agree_session": "supervised themselves",
    "practice:finish_action": "between the two",
    "practice:own_supervision": "own account",
    "practice:draw_sample": "supervises the person",
    "practice:record_audit": "between the two",
    "practice:judge_record": "supervises the person",
    "practice:finish_audit": "supervises the person",
    "practice:comment_on_audit": "between the two",
    "practice:client_weight": "allocation",
    "practice:candidates": "allocation",
    "practice:caseload": "caseloads",
    "practice:caseload_csv": "caseloads",
    "practice:dashboard": "caseloads",
    "practice:waiting_list": "caseloads",
    "practice:how_points_work": "caseloads",
    "practice:change_points": "staff",
    "practice:read_handover": ("reads the file", "takes over"),
    "practice:handover_note": "confirms a handover note",
    "practice:handovers": "allocation",
    "practice:new_handover": "allocation",
    "practice:handover": "allocation",
    "practice:handover_progress": "allocation",
    "practice:undo_handover": "allocation",
    "practice:retry_handover": "allocation",
    "practice:absences": "allocation",
    "practice:new_absence": "allocation",
    "practice:change_absence": "allocation",
    "practice:cover_absence": "allocation",
    "practice:note_return": "own or admin's",
    # sign-in, by django-allauth
    "account_login": "public",
    "account_logout": "steps of signing in",
    "account_signup": "steps of signing in",
    "account_inactive": "steps of signing in",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "steps of signing in",
    "account_reset_password_from_key_done": "public",
    "account_change_password": "own account",
    "account_reauthenticate": "own account",
    "mfa_authenticate": "steps of signing in",
    "mfa_reauthenticate": "own account",
    "mfa_index": "own account",
    "mfa_activate_totp": "own account",
    "mfa_deactivate_totp": "own second factor",
    "mfa_generate_recovery_codes": "own account",
    "mfa_view_recovery_codes": "own second factor",
    "mfa_download_recovery_codes": "own second factor",
    "mfa_list_webauthn": "own account",
    "mfa_add_webauthn": "own account",
    "mfa_edit_webauthn": "own second factor",
    "mfa_remove_webauthn": "own second factor",
    "mfa_reauthenticate_webauthn": "own account",
    "mfa_login_webauthn": "steps of signing in",
}


def door_of(route, method):
    """The door of a route, or None where the table has no row for it."""
    row = ROUTES.get(route)
    return row if row is None or isinstance(row, str) else row[0 if method == "GET" else 1]
