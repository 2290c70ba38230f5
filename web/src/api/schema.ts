// The types of the API, made from docs/openapi.json by `npm run types`; do not edit.
export interface paths {
    "/api/v1/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has a role that the viewer may give. */
        get: operations["list_access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access/{account_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a role to somebody who has an account. */
        post: operations["give_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conflicts ahead in the programs that one runs or leads, soonest first. */
        get: operations["list_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A case: what happens and why, and what the viewer may do about it. */
        get: operations["get_case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case_id}/contests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A party says that the fact behind a case is not so. */
        post: operations["contest_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case_id}/contests/{contest_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A coordinator who is no party answers what was contested. */
        post: operations["answer_contest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A party or a coordinator chooses a way out of a case. */
        post: operations["decide_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case_id}/told": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The learner has read a case, or a coordinator has told them of it. */
        post: operations["note_told"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case_id}/waivers/{waiver_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The learner consents to a waiver, or somebody independent approves it. */
        post: operations["answer_waiver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/charters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The seven charters, and the conflict rules with their examples. */
        get: operations["list_charters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concern_box": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A concern for whoever holds its case code; asks for no login. */
        post: operations["open_concern_box"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concern_box/more": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds to a concern with its case code; asks for no login. */
        post: operations["add_to_concern_box"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concern_contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The confidential contacts of the institution and their public keys. */
        get: operations["get_concern_contacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concerns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Concerns for the confidential contacts: days, sizes, where each stands. */
        get: operations["list_concerns"];
        put?: never;
        /** Takes a concern that was sealed to every contact; keeps nothing of who wrote. */
        post: operations["open_concern"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concerns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A concern for the confidential contacts, sealed. */
        get: operations["get_concern"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concerns/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A contact's answer, sealed to the writer and to every contact. */
        post: operations["answer_concern"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concerns/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A contact says where a concern stands. */
        post: operations["move_concern"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contact_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A confidential contact's own keys, as only they can open them. */
        get: operations["get_contact_keys"];
        put?: never;
        /** Keeps the keys that a contact's browser made, first ones or after a loss. */
        post: operations["keep_contact_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contact_keys/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The viewer is no confidential contact any more. */
        post: operations["leave_as_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contact_keys/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replaces what opens a contact's keys: passphrase and recovery code. */
        post: operations["keep_contact_slots"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contact_keys/word": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A contact's signed word that another's new keys are theirs. */
        post: operations["vouch_for_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage_gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units for whose learners no facts of a needed kind are there. */
        get: operations["list_coverage_gaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The invented people of a demo. */
        get: operations["list_demo_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo/sign_in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in as an invented person. */
        post: operations["demo_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says when what one looks at has changed: one event for each, no content. */
        get: operations["watch_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to do next, for the one who is asking. */
        get: operations["get_home"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_columns/forget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forgets what a heading was chosen to mean. */
        post: operations["forget_import_column"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says which file comes next, and what it holds. */
        post: operations["announce_import_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The bytes of an announced file. */
        put: operations["put_import_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What importing these files would change. */
        post: operations["make_import_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_previews/{preview}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A preview that one made, looked at again. */
        get: operations["get_import_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_previews/{preview}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the change that the preview shows, or asks for its approval. */
        post: operations["accept_import_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_previews/{preview}/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what headings mean; remembered once the import is accepted. */
        post: operations["choose_import_columns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_previews/{preview}/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says whom written names mean; remembered once the import is accepted. */
        post: operations["choose_import_names"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_requests/{request}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves what another coordinator asked for, and does it. */
        post: operations["approve_import_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import_requests/{request}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses what another asked for, or withdraws one's own. */
        post: operations["decline_import_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports and what waits for approval, the newest first. */
        get: operations["list_imports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an import back, or asks for the approval of that. */
        post: operations["undo_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invites an address, as a person, with roles, or both; gives the link, and mails it where mail is set up. */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Chooses the passphrase by its proof; gives the secret for an authenticator app. */
        post: operations["join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/join/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms the app with a code: the account is active and signed in. */
        post: operations["confirm_join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/join/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an invitation is to. */
        post: operations["look_at_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/learner_groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cohorts, stages, sites and units of learners, for who takes part. */
        get: operations["list_learner_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins a login. */
        post: operations["sign_in"];
        /** Ends this login. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/login/salt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How to derive the proof for an address. */
        post: operations["salt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own logins, the newest first. */
        get: operations["list_logins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of one's own logins. */
        delete: operations["end_login"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/looks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who looked at what about the viewer. */
        get: operations["list_looks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/match_runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A match run with what its room shows at once. */
        get: operations["get_match_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/match_runs/{run_id}/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proposals of a match run, least certain first. */
        get: operations["list_proposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/match_runs/{run_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the offers of a match run that was signed off. */
        post: operations["publish_match_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/match_runs/{run_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report of a match run as a document. */
        get: operations["get_match_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/match_runs/{run_id}/sign_off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A lead who assesses nobody in it signs a match run off. */
        post: operations["sign_off_match_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, where, and with which roles. */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my_people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom the viewer has a relationship with, and how it stands. */
        get: operations["list_my_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my_programs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The programs that ask the viewer something, and what they answered. */
        get: operations["list_my_programs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/passphrase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes the passphrase; ends all other logins. */
        post: operations["change_passphrase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The programs that one sees, by name. */
        get: operations["list_programs"];
        put?: never;
        /** Sets up a program under one of the seven charters. */
        post: operations["make_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A program with its newest charter, who sees what, and its calendar. */
        get: operations["get_program"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a program away; nothing is lost. */
        post: operations["archive_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Places steps of the calendar, in days from the cohort's start. */
        post: operations["place_steps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/charter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records the next version of the charter, made from the one that was read. */
        post: operations["change_charter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/clone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same charter and calendar for another cohort. */
        post: operations["clone_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/educators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which educators said yes and no to a program, for those who run it. */
        get: operations["list_educators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/known_pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pairs from before, with what the program's rules say of them. */
        get: operations["list_known_pairs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/known_pairs/take_over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes over the pairs from before that no rule blocks. */
        post: operations["take_over_known_pairs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A program's eight mails: words, when they go, to how many, what became of them. */
        get: operations["list_mails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/mails/{kind}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes a mail now to whoever it is for and was not written to yet. */
        post: operations["send_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/mails/{kind}/shipped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes back to the words that Chiron comes with. */
        post: operations["take_shipped_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/mails/{kind}/silence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether a mail is sent at all. */
        post: operations["silence_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/mails/{kind}/words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A program office's own words for a mail. */
        post: operations["change_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/match_runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest match runs of a program. */
        get: operations["list_match_runs"];
        put?: never;
        /** Asks for the program's next match run. */
        post: operations["post_match_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/not_with": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** With whom the viewer does not want to be matched; theirs alone to see. */
        get: operations["list_not_with"];
        put?: never;
        /** Not this person, without a reason; or takes it back. */
        post: operations["say_not_with"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/people_found": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** People of a program of one's own, by a part of their name. */
        post: operations["find_people_of_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks five answers to questions on the program's role. */
        post: operations["take_readiness_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/relationships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The relationships of a program: who is paired, and how it stands. */
        get: operations["list_relationships"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an archived program out again. */
        post: operations["reopen_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A draft begins to run. */
        post: operations["start_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/taking_part": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An educator's own answer to a program, and what stands in their way. */
        get: operations["get_taking_part"];
        put?: never;
        /** An educator says whether they take part, with how many learners. */
        post: operations["answer_taking_part"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Learners who wait for a seat, in order, and the seats that are free. */
        get: operations["list_waiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/waiting/by_itself": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether the program offers free seats by itself. */
        post: operations["let_offer_by_itself"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/waiting/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offers a free seat to a learner who waits. */
        post: operations["offer_seat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/waiting/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A learner no longer wants to wait. */
        post: operations["stop_waiting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/wish_count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many learners have wished, for those who run the program. */
        get: operations["count_wishes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programs/{program_id}/wishes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A learner's own wishes, and whom they may wish for. */
        get: operations["get_wishes"];
        put?: never;
        /** A learner names three to five people, the first choice first. */
        post: operations["save_wishes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/relationships/{relationship_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A party accepts or declines an offer. */
        post: operations["answer_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/relationships/{relationship_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A party leaves, without a reason and without blame. */
        post: operations["end_relationship"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/relationships/{relationship_id}/rematch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A learner, or who runs the program, asks for somebody else. */
        post: operations["ask_for_rematch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One finished report as a document. */
        get: operations["get_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/role_suggestion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which kind of person somebody needs, from three answers that are not kept. */
        post: operations["suggest_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/{grant_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a role now. */
        post: operations["end_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        Acceptance: "stands_unless_declined" | "explicit_yes";
        AccessShown: {
            people: components["schemas"]["RoleHolderShown"][];
            may_give: components["schemas"]["AccountRole"][];
        };
        /** @enum {string} */
        AccountRole: "coordinator" | "lead" | "leader" | "evaluator" | "operator" | "confidential_contact";
        /** @enum {string} */
        Answer: "accepted" | "declined";
        AppSecret: {
            secret: string;
            uri: string;
        };
        Argument: string | number | {
            /** Format: date */
            date: string;
        } | components["schemas"]["Range"] | {
            word: string;
        };
        Badge: {
            /** @constant */
            kind: "badge";
            tone: components["schemas"]["Tone"];
            label: components["schemas"]["Sentence"] | null;
        };
        Bar: {
            label: components["schemas"]["Sentence"] | null;
            /** @constant */
            suppressed: true;
        } | {
            label: components["schemas"]["Sentence"] | null;
            value: number;
            base: number | null;
            low: number | null;
            high: number | null;
            /** @constant */
            suppressed: false;
            tone: components["schemas"]["Tone"];
        };
        Bars: {
            /** @constant */
            kind: "bars";
            id: string;
            caption: components["schemas"]["Sentence"] | null;
            /** @enum {string} */
            unit: "count" | "percent" | "decimal";
            full: number | null;
            bars: components["schemas"]["Bar"][];
        };
        Block: components["schemas"]["Heading"]
            | components["schemas"]["Paragraph"]
            | components["schemas"]["Callout"]
            | components["schemas"]["Figures"]
            | components["schemas"]["Table"]
            | components["schemas"]["Bars"]
            | components["schemas"]["List"]
            | components["schemas"]["Details"];
        CalendarStep: {
            step: components["schemas"]["Step"];
            /** Format: int32 */
            starts: number;
            /** Format: int32 */
            days: number;
            dates: components["schemas"]["DateRange"];
        };
        Callout: {
            /** @constant */
            kind: "callout";
            tone: components["schemas"]["Tone"];
            title: components["schemas"]["Sentence"] | null;
            body: (components["schemas"]["Sentence"] | null)[];
            remedy: components["schemas"]["Sentence"] | null;
        };
        CaseDayShown: {
            /** Format: date */
            day: string;
            /** Format: int64 */
            cases: number;
            /** Format: int64 */
            pausing: number;
        };
        CaseLineShown: {
            id: string;
            program_id: string;
            program: string;
            role: string;
            learner: string;
            educator: string;
            rule: string;
            level: string;
            /** Format: date */
            day: string;
            /** Format: date */
            deadline: string;
            /** Format: date */
            starts_on?: string;
            state: components["schemas"]["CaseState"];
            way?: components["schemas"]["Way"];
            learner_told: boolean;
            paused: boolean;
        };
        CasePage: {
            id: string;
            program_id: string;
            as: components["schemas"]["Decider"];
            program: string;
            role: string;
            learner: string;
            educator: string;
            rule: string;
            level: string;
            /** Format: date */
            today: string;
            /** Format: date */
            opened_on: string;
            /** Format: date */
            deadline: string;
            /** Format: date */
            starts_on?: string;
            /** Format: date */
            closed_on?: string;
            state: components["schemas"]["CaseState"];
            way?: components["schemas"]["Way"];
            /** Format: int64 */
            revision: number;
            relationship_state: string;
            learner_told: boolean;
            others_told: boolean;
            evidence: components["schemas"]["EvidenceShown"][];
            ways: components["schemas"]["Way"][];
            others_ways: components["schemas"]["Way"][];
            recused_from?: string;
            waiver_days?: components["schemas"]["DateRange"];
            waivers: components["schemas"]["WaiverShown"][];
            contests: components["schemas"]["ContestShown"][];
            may_contest: boolean;
            may_answer: boolean;
        };
        /** @enum {string} */
        CaseState: "open" | "lapsed" | "decided" | "closed";
        CasesShown: {
            /** Format: date */
            today: string;
            programs: components["schemas"]["ProgramNamed"][];
            days: components["schemas"]["CaseDayShown"][];
            cases: components["schemas"]["CaseLineShown"][];
            more: boolean;
        };
        CharterEntry: {
            role: string;
            record: components["schemas"]["Record"];
            acceptance: components["schemas"]["Acceptance"];
            readiness: components["schemas"]["Readiness"];
            /** Format: int32 */
            default_capacity: number;
            /** Format: int32 */
            capacity_cap: number;
            /** Format: int32 */
            meeting_every_weeks: number;
            /** Format: int32 */
            look_ahead_days: number;
            /** Format: int32 */
            look_back_days: number;
            /** Format: int32 */
            chain_depth: number;
            rules: components["schemas"]["RuleRange"][];
            readers: components["schemas"]["ReaderSees"][];
        };
        Charters: {
            charters: components["schemas"]["CharterEntry"][];
            rules: components["schemas"]["RuleRow"][];
            /** Format: int32 */
            longest_look_days: number;
            /** Format: int32 */
            deepest_chain: number;
        };
        /** @enum {string} */
        Choice: "keep" | "forbid";
        ChoiceJson: {
            learner: string;
            educator: string;
            choice: components["schemas"]["Choice"];
        };
        Column: {
            id: string;
            label: components["schemas"]["Sentence"] | null;
            /** @enum {string} */
            kind: "words" | "number" | "date" | "state" | "bar";
            /** @enum {string} */
            priority: "title" | "fact" | "detail";
        };
        ColumnChoice: {
            kind: components["schemas"]["FileKind"];
            heading: string;
            meaning: string;
        };
        ColumnsOfFile: {
            file: string;
            kind: components["schemas"]["FileKind"];
            meanings: string[];
            columns: components["schemas"]["ImportColumn"][];
        };
        ConcernBox: {
            concern: string;
            /** Format: date */
            opened_on: string;
            state: components["schemas"]["ConcernState"];
            messages: components["schemas"]["SealedMessage"][];
            contacts: components["schemas"]["ConcernContact"][];
        };
        ConcernContact: {
            account: string;
            name: string;
            standing: components["schemas"]["Standing"];
            /** Format: int64 */
            version: number;
            bundle?: string;
            word?: components["schemas"]["ContactWord"];
        };
        ConcernContacts: {
            contacts: components["schemas"]["ConcernContact"][];
            enough: boolean;
        };
        /** @enum {string} */
        ConcernState: "received" | "looked_at" | "closed";
        ContactWord: {
            by: string;
            signature: string;
        };
        /** @enum {string} */
        ContestAnswer: "fact_stands" | "fact_corrected";
        ContestMade: {
            id: string;
        };
        ContestShown: {
            id: string;
            by: components["schemas"]["Decider"];
            mine: boolean;
            statement: string;
            /** Format: date-time */
            contested_at: string;
            answer?: components["schemas"]["ContestAnswer"];
            reason?: string;
        };
        /** @enum {string} */
        Counts: "none" | "little" | "much" | "decisive";
        CoverageGapShown: {
            what: string;
            unit: string;
            /** Format: int64 */
            learners: number;
        };
        CoverageGaps: {
            gaps: components["schemas"]["CoverageGapShown"][];
            pending: boolean;
        };
        /** @description Half-open range of days; an absent side is open. */
        DateRange: {
            /** Format: date */
            from?: string;
            /** Format: date */
            to?: string;
        };
        /** @enum {string} */
        Decider: "learner" | "educator" | "coordinator" | "lead";
        DemoPeople: {
            people: components["schemas"]["DemoPerson"][];
        };
        DemoPerson: {
            account: string;
            institution: string;
            name: string;
            roles: components["schemas"]["Role"][];
        };
        Details: {
            /** @constant */
            kind: "details";
            summary: components["schemas"]["Sentence"] | null;
            blocks: components["schemas"]["Block"][];
        };
        Document: {
            title: components["schemas"]["Sentence"] | null;
            standing: components["schemas"]["Sentence"] | null;
            facts: components["schemas"]["Fact"][];
            blocks: components["schemas"]["Block"][];
        };
        DutyLine: {
            holder: string;
            duty: string;
            target: string;
            days: components["schemas"]["DateRange"];
        };
        DutyLines: {
            /** Format: int64 */
            count: number;
            first: components["schemas"]["DutyLine"][];
        };
        EducatorLine: {
            person_id: string;
            name: string;
            site: string;
            takes_part: boolean;
            /** Format: int64 */
            capacity: number;
            /** Format: int64 */
            hours_per_month?: number;
            released_by: string;
            declared: boolean;
            ready: boolean;
        };
        EducatorLines: {
            /** Format: int64 */
            yes: number;
            /** Format: int64 */
            no: number;
            /** Format: int64 */
            silent: number;
            /** Format: int64 */
            seats: number;
            /** Format: int64 */
            learners: number;
            educators: components["schemas"]["EducatorLine"][];
            more: boolean;
            pending: boolean;
        };
        EvidenceShown: {
            rule: string;
            level: string;
            waived: boolean;
            days: components["schemas"]["DateRange"];
        };
        ExampleFact: {
            holder: string;
            duty: string;
            target: string;
            days: components["schemas"]["DateRange"];
        };
        Fact: {
            label: components["schemas"]["Sentence"] | null;
            value: components["schemas"]["Value"];
        };
        Figure: {
            label: components["schemas"]["Sentence"] | null;
            value: components["schemas"]["Value"];
            note: components["schemas"]["Sentence"] | null;
            tone: components["schemas"]["Tone"];
        };
        Figures: {
            /** @constant */
            kind: "figures";
            figures: components["schemas"]["Figure"][];
        };
        FileAnnounced: {
            file: string;
        };
        /** @enum {string} */
        FileKind: "people"
            | "learners"
            | "educators"
            | "duties"
            | "placements"
            | "evaluations"
            | "panels"
            | "blocks"
            | "coverage"
            | "pairs";
        FreeSeatLine: {
            learner_id: string;
            educator_id: string;
            learner: string;
            educator: string;
        };
        GrantedShown: {
            id: string;
            role: components["schemas"]["AccountRole"];
            program?: string;
            program_name?: string;
            /** Format: date */
            from: string;
            /** Format: date */
            to?: string;
        };
        Heading: {
            /** @constant */
            kind: "heading";
            text: components["schemas"]["Sentence"] | null;
            level: number;
            id: string;
        };
        /** @enum {string} */
        Help: "questions" | "experience";
        Home: {
            institution?: string;
            mode: components["schemas"]["Mode"];
            program: string;
            next: components["schemas"]["NextStep"][];
            later?: components["schemas"]["Sentence"];
            reports: components["schemas"]["ReportEntry"][];
        };
        ImportColumn: {
            heading: string;
            use: string;
            meaning: string;
            reason: string;
            told: string;
            samples: string[];
            fixed: boolean;
        };
        ImportEntry: {
            id: string;
            /** Format: date-time */
            accepted_at: string;
            /** Format: date-time */
            undone_at?: string;
            files: string[];
            /** Format: int64 */
            people_added: number;
            /** Format: int64 */
            people_changed: number;
            /** Format: int64 */
            people_left: number;
            /** Format: int64 */
            duties_added: number;
            /** Format: int64 */
            duties_ended: number;
        };
        ImportOutcome: {
            import_id?: string;
            waiting?: string;
            /** Format: int64 */
            people_taken_back?: number;
            /** Format: int64 */
            duties_taken_back?: number;
            people_kept: string[];
        };
        ImportPreview: {
            id: string;
            fingerprint: string;
            /** Format: date-time */
            expires_at: string;
            complete: boolean;
            acceptable: boolean;
            files: components["schemas"]["Upload"][];
            /** Format: int64 */
            errors: number;
            problems: components["schemas"]["ImportProblem"][];
            /** Format: int64 */
            problems_left_out: number;
            columns: components["schemas"]["ColumnsOfFile"][];
            names: components["schemas"]["OpenName"][];
            people_added: components["schemas"]["PeopleCounted"];
            people_changed: components["schemas"]["PeopleCounted"];
            people_left: components["schemas"]["PeopleCounted"];
            duties_added: components["schemas"]["DutyLines"];
            duties_ended: components["schemas"]["DutyLines"];
            /** Format: int64 */
            unchanged: number;
            /** Format: int64 */
            recusals: number;
            /** Format: int64 */
            coverage: number;
            /** Format: int64 */
            pairs: number;
            pauses: components["schemas"]["PauseLine"][];
            /** Format: int64 */
            duties_lost: number;
        };
        ImportProblem: {
            severity: string;
            file: string;
            /** Format: int64 */
            row: number;
            column: string;
            key: string;
            detail: {
                [key: string]: string;
            };
        };
        Imports: {
            imports: components["schemas"]["ImportEntry"][];
            requests: components["schemas"]["RequestEntry"][];
            columns: components["schemas"]["ColumnChoice"][];
            may_import: boolean;
        };
        InTheWayShown: {
            rule: string;
            /** Format: int64 */
            learners: number;
            duties: components["schemas"]["OwnDutyShown"][];
        };
        InvitationMade: {
            email: string;
            link: string;
            /** Format: date-time */
            expires_at: string;
            mailed: components["schemas"]["Mailed"];
        };
        InvitationSeen: {
            institution: string;
            email: string;
            kdf: components["schemas"]["Kdf"];
        };
        /** @enum {string} */
        Item: "pairing" | "agreement" | "meetings" | "notes" | "goals" | "reflections" | "wellbeing" | "exit_reason";
        ItemSeen: {
            item: components["schemas"]["Item"];
            sees: components["schemas"]["Sees"];
        };
        Kdf: {
            scheme: components["schemas"]["Scheme"];
            /** Format: int32 */
            ops: number;
            /** Format: int32 */
            memory_kib: number;
            salt: string;
        };
        /** @enum {string} */
        Kind: "invite" | "wishes" | "answers" | "preview" | "matched" | "waiting" | "reminder" | "changed";
        KnownPairLine: {
            learner_id: string;
            educator_id: string;
            learner: string;
            educator: string;
            days: components["schemas"]["DateRange"];
            standing: string;
            verdict: string;
            rule?: string;
            rule_days?: components["schemas"]["DateRange"];
        };
        KnownPairLines: {
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            free: number;
            /** Format: int64 */
            runs: number;
            /** Format: int64 */
            left_out: number;
            pairs: components["schemas"]["KnownPairLine"][];
            pending: boolean;
        };
        LearnerGroupEntry: {
            cohort: string;
            stage: string;
            site: string;
            unit: string;
            /** Format: int64 */
            learners: number;
        };
        LearnerGroups: {
            groups: components["schemas"]["LearnerGroupEntry"][];
        };
        LearnersSelected: {
            cohort: string;
            stage: string;
            site: string;
            unit: string;
        };
        /** @enum {string} */
        Level: "allow" | "disclose" | "block";
        List: {
            /** @constant */
            kind: "list";
            ordered: boolean;
            items: (components["schemas"]["Sentence"] | null)[];
        };
        ListedConcern: {
            concern: string;
            /** Format: date */
            opened_on: string;
            state: components["schemas"]["ConcernState"];
            messages: components["schemas"]["ListedMessage"][];
        };
        ListedConcerns: {
            concerns: components["schemas"]["ListedConcern"][];
        };
        ListedMessage: {
            /** Format: int64 */
            number: number;
            /** Format: date */
            day: string;
            by_contact: boolean;
            /** Format: int64 */
            bytes: number;
        };
        LiveEvent: {
            topic: string;
            id: string;
            /** Format: int64 */
            revision: number;
        };
        LoginEntry: {
            id: string;
            browser: string;
            /** Format: date-time */
            begun: string;
            /** Format: date-time */
            seen: string;
            current: boolean;
        };
        Logins: {
            logins: components["schemas"]["LoginEntry"][];
        };
        LookShown: {
            /** Format: date */
            day: string;
            record: string;
            by: string;
            program?: string;
        };
        LooksShown: {
            /** Format: date */
            since: string;
            looks: components["schemas"]["LookShown"][];
            more: boolean;
        };
        MailPlace: {
            name: string;
            sample: string;
        };
        /** @enum {string} */
        Mailed: "sent" | "not_set_up" | "failed" | "joined";
        MatchRun: {
            id: string;
            program_id: string;
            /** Format: int64 */
            number: number;
            state: components["schemas"]["RunState"];
            error?: string;
            /** Format: date-time */
            asked_at: string;
            /** Format: int64 */
            learners: number;
            /** Format: int64 */
            educators: number;
            /** Format: int64 */
            seats: number;
            /** Format: int64 */
            matched: number;
            /** Format: date-time */
            signed_off_at?: string;
            /** Format: date-time */
            published_at?: string;
        };
        MatchRuns: {
            runs: components["schemas"]["MatchRun"][];
        };
        MatchingRoom: {
            run: components["schemas"]["MatchRun"];
            error_detail: {
                [key: string]: string;
            };
            program: string;
            preset: string;
            objective: string;
            weights: components["schemas"]["WeightShown"][];
            choices: components["schemas"]["ChoiceJson"][];
            unplaced: components["schemas"]["UnplacedShown"][];
            /** Format: int64 */
            offered: number;
            /** Format: int64 */
            not_offered: number;
            answers?: components["schemas"]["RoomAnswers"];
            may_run: boolean;
            may_sign_off: boolean;
            pending: boolean;
        };
        Me: {
            account: string;
            email: string;
            person?: string;
            name?: string;
            roles: components["schemas"]["Role"][];
            kdf: components["schemas"]["Kdf"];
        };
        /** @enum {string} */
        Mode: "demo" | "production";
        MyCaseShown: {
            id: string;
            relationship_id: string;
            other: string;
            mine: string;
            rule: string;
            state: components["schemas"]["CaseState"];
            /** Format: date */
            deadline: string;
            /** Format: date */
            starts_on?: string;
        };
        MyContactKeys: {
            account: string;
            name: string;
            standing: components["schemas"]["Standing"];
            /** Format: int64 */
            version: number;
            bundle?: string;
            seeds?: string;
            slots: string[];
            others: components["schemas"]["ConcernContact"][];
            demo_passphrase?: string;
        };
        MyPeople: {
            people: components["schemas"]["MyPersonShown"][];
            ended: components["schemas"]["MyPersonShown"][];
            cases: components["schemas"]["MyCaseShown"][];
            waits: components["schemas"]["MyWaitShown"][];
        };
        MyPersonShown: {
            relationship_id: string;
            program: string;
            name: string;
            role: string;
            mine: string;
            state: string;
            record: string;
            running: boolean;
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            /** Format: date */
            answer_by?: string;
            answer?: string;
            ending?: string;
        };
        MyProgram: {
            program_id: string;
            name: string;
            role: string;
            term: components["schemas"]["DateRange"];
            teaches: boolean;
            learns: boolean;
            answered?: boolean;
            ready: boolean;
            /** Format: int64 */
            wishes: number;
            window: components["schemas"]["WishWindow"];
            wish_days: components["schemas"]["DateRange"];
        };
        MyPrograms: {
            programs: components["schemas"]["MyProgram"][];
        };
        MyWaitShown: {
            program_id: string;
            program: string;
        };
        MyWishes: {
            program_id: string;
            program: string;
            role: string;
            term: components["schemas"]["DateRange"];
            window: components["schemas"]["WishWindow"];
            wish_days: components["schemas"]["DateRange"];
            /** Format: int64 */
            revision: number;
            /** Format: int64 */
            fewest: number;
            /** Format: int64 */
            most: number;
            profiles: components["schemas"]["Profile"][];
            wishes: components["schemas"]["Wished"][];
            pending: boolean;
        };
        NameCandidate: {
            person: string;
            name: string;
            /** Format: int32 */
            likeness: number;
        };
        /** @enum {string} */
        Need: "growth" | "belonging" | "goal" | "requirements" | "career";
        NextStep: {
            sentence: components["schemas"]["Sentence"];
            href?: string;
        };
        /** @enum {string} */
        NotApprover: "asked" | "no_person";
        OpenName: {
            written: string;
            /** Format: int64 */
            times: number;
            file: string;
            /** Format: int64 */
            row: number;
            candidates: components["schemas"]["NameCandidate"][];
        };
        OwnDutyShown: {
            kind: string;
            towards: string;
            days: components["schemas"]["DateRange"];
        };
        Paragraph: {
            /** @constant */
            kind: "paragraph";
            text: components["schemas"]["Sentence"] | null;
            tone: components["schemas"]["Tone"];
        };
        /** @enum {string} */
        Path: "direct" | "chain" | "delegated" | "reports_to" | "relative";
        PauseLine: {
            /** Format: date */
            from: string;
            /** Format: int64 */
            pairs: number;
        };
        PeopleCounted: {
            /** Format: int64 */
            count: number;
            first: string[];
        };
        PeopleFound: {
            people: components["schemas"]["PersonFound"][];
            pending: boolean;
        };
        PersonFound: {
            person_id: string;
            name: string;
            site: string;
        };
        PersonShown: {
            id: string;
            name: string;
            site: string;
        };
        /** @enum {string} */
        Preset: "balanced" | "wishes_first" | "easy_to_meet";
        Profile: {
            person_id: string;
            name: string;
            site: string;
            specialty: string;
            stage: string;
            answered: boolean;
            topics: components["schemas"]["Topic"][];
            ways: components["schemas"]["WorkingWay"][];
            path: string;
        };
        ProgramEntry: {
            id: string;
            name: string;
            role: string;
            state: components["schemas"]["ProgramState"];
            term: components["schemas"]["DateRange"];
            next?: components["schemas"]["Step"];
            next_days?: components["schemas"]["DateRange"];
        };
        ProgramMade: {
            id: string;
        };
        ProgramMail: {
            kind: components["schemas"]["Kind"];
            /** Format: int64 */
            revision: number;
            silent: boolean;
            own: boolean;
            subject: string;
            text: string;
            shipped_subject: string;
            shipped_text: string;
            places: components["schemas"]["MailPlace"][];
            days?: components["schemas"]["DateRange"];
            /** Format: int64 */
            to_write: number;
            /** Format: int64 */
            without_address: number;
            /** Format: int64 */
            waiting: number;
            /** Format: int64 */
            sent: number;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            kept: number;
        };
        ProgramMails: {
            program_id: string;
            program: string;
            state: components["schemas"]["ProgramState"];
            may_run: boolean;
            sending: components["schemas"]["Sending"];
            /** Format: int64 */
            longest_subject: number;
            /** Format: int64 */
            longest_text: number;
            mails: components["schemas"]["ProgramMail"][];
            pending: boolean;
        };
        ProgramNamed: {
            id: string;
            name: string;
        };
        ProgramOffering: {
            program_id: string;
            name: string;
        };
        ProgramPage: {
            id: string;
            name: string;
            role: string;
            state: components["schemas"]["ProgramState"];
            may_run: boolean;
            /** Format: int64 */
            revision: number;
            /** Format: int64 */
            charter_number: number;
            /** Format: date-time */
            charter_recorded_at: string;
            widens: boolean;
            term: components["schemas"]["DateRange"];
            preset: components["schemas"]["Preset"];
            record: components["schemas"]["Record"];
            matters: components["schemas"]["Level"];
            learners: components["schemas"]["LearnersSelected"];
            /** Format: int64 */
            learners_selected: number;
            /** Format: int32 */
            default_capacity: number;
            /** Format: int32 */
            capacity_cap: number;
            /** Format: int32 */
            look_ahead_days: number;
            /** Format: int32 */
            look_back_days: number;
            /** Format: int32 */
            chain_depth: number;
            rules: components["schemas"]["RuleLevel"][];
            readers: components["schemas"]["ReaderSees"][];
            calendar: components["schemas"]["CalendarStep"][];
            next?: components["schemas"]["Step"];
            /** Format: date */
            today: string;
        };
        /** @enum {string} */
        ProgramState: "draft" | "running" | "archived";
        Programs: {
            programs: components["schemas"]["ProgramEntry"][];
            may_set_up: boolean;
        };
        ProposalShown: {
            /** Format: int64 */
            position: number;
            learner: components["schemas"]["PersonShown"];
            educator: components["schemas"]["PersonShown"];
            /** Format: int64 */
            score: number;
            /** Format: int64 */
            margin?: number;
            verdict: string;
            wished: string;
            reasons: string;
            kept: boolean;
            became?: string;
        };
        Proposals: {
            proposals: components["schemas"]["ProposalShown"][];
        };
        QuestionAnswered: {
            question: string;
            /** Format: int32 */
            option: number;
        };
        QuestionMarked: {
            question: string;
            right: boolean;
        };
        Range: {
            /** Format: date */
            from: string | null;
            /** Format: date */
            to: string | null;
        };
        /** @enum {string} */
        Reader: "learner"
            | "educator"
            | "program_office"
            | "leadership"
            | "confidential_contact"
            | "evaluator"
            | "system_operator";
        ReaderSees: {
            reader: components["schemas"]["Reader"];
            items: components["schemas"]["ItemSeen"][];
        };
        /** @enum {string} */
        Readiness: "none" | "declared" | "trained_and_declared";
        ReadinessMarked: {
            passed: boolean;
            marked: components["schemas"]["QuestionMarked"][];
        };
        Reason: {
            label: components["schemas"]["Sentence"] | null;
            weight: number;
        };
        Reasons: {
            /** @constant */
            kind: "reasons";
            reasons: components["schemas"]["Reason"][];
            full: number;
        };
        /** @enum {string} */
        Record: "sealed" | "institutional";
        RelationshipLine: {
            id: string;
            learner: string;
            educator: string;
            state: string;
            unchecked: boolean;
            /** Format: date */
            answer_by?: string;
            ending?: string;
        };
        RelationshipLines: {
            /** Format: int64 */
            open: number;
            relationships: components["schemas"]["RelationshipLine"][];
            more: boolean;
        };
        ReportEntry: {
            name: string;
            title: components["schemas"]["Sentence"];
            standing?: components["schemas"]["Sentence"];
        };
        RequestEntry: {
            id: string;
            kind: components["schemas"]["RequestKind"];
            state: components["schemas"]["RequestState"];
            files: string[];
            /** Format: int64 */
            duties_lost: number;
            requested_by?: string;
            /** Format: date-time */
            requested_at: string;
            own: boolean;
        };
        /** @enum {string} */
        RequestKind: "accept" | "undo";
        /** @enum {string} */
        RequestState: "waiting" | "approved" | "refused" | "withdrawn" | "lapsed";
        Role: {
            role: components["schemas"]["AccountRole"];
            program?: string;
        };
        RoleHolderShown: {
            account_id: string;
            email: string;
            name?: string;
            invited: boolean;
            mine: boolean;
            roles: components["schemas"]["GrantedShown"][];
        };
        RoleSuggested: {
            role: string;
            why: string;
            see_help: boolean;
            programs: components["schemas"]["ProgramOffering"][];
        };
        RoomAnswers: {
            /** Format: date */
            until: string;
            /** Format: int64 */
            yes: number;
            /** Format: int64 */
            silent: number;
            /** Format: int64 */
            no: number;
            over: boolean;
            needs_yes: boolean;
        };
        RuleExample: {
            role: string;
            /** Format: date */
            day: string;
            says: components["schemas"]["Level"];
            because: string;
            facts: components["schemas"]["ExampleFact"][];
            recused?: components["schemas"]["DateRange"];
            waived?: components["schemas"]["DateRange"];
        };
        RuleLevel: {
            id: string;
            level: components["schemas"]["Level"];
        };
        RuleRange: {
            id: string;
            standard: components["schemas"]["Level"];
            weakest: components["schemas"]["Level"];
            waivable: boolean;
            recusable: boolean;
        };
        RuleRow: {
            id: string;
            tie: string;
            window: components["schemas"]["Window"];
            path: components["schemas"]["Path"];
            examples: components["schemas"]["RuleExample"][];
        };
        /** @enum {string} */
        RunState: "waiting" | "done" | "failed" | "publishing" | "published";
        /** @enum {string} */
        Scheme: "passphrase" | "demo_link";
        SealedMessage: {
            /** Format: int64 */
            number: number;
            /** Format: date */
            day: string;
            contact?: string;
            sealed: string;
        };
        /** @enum {string} */
        Sees: "everything" | "what_is_shared" | "that_it_exists" | "groups" | "pseudonym" | "nothing";
        /** @enum {string} */
        Sending: "on" | "not_set_up" | "demo";
        Sentence: {
            key: string;
            args: {
                [key: string]: components["schemas"]["Argument"];
            };
        };
        /** @enum {string} */
        Standing: "no_keys" | "waiting" | "ready";
        /** @enum {string} */
        Step: "recruit"
            | "train"
            | "wishes"
            | "match"
            | "publish"
            | "appeals"
            | "first_meetings"
            | "midpoint"
            | "closing";
        StepPlaced: {
            step: components["schemas"]["Step"];
            /** Format: int32 */
            starts: number;
            /** Format: int32 */
            days: number;
        };
        Table: {
            /** @constant */
            kind: "table";
            id: string;
            caption: components["schemas"]["Sentence"] | null;
            columns: components["schemas"]["Column"][];
            rows: components["schemas"]["Value"][][];
            total_rows: number;
            empty: components["schemas"]["Sentence"] | null;
        };
        TakenOver: {
            /** Format: int64 */
            taken: number;
        };
        TakingPart: {
            program_id: string;
            program: string;
            role: string;
            term: components["schemas"]["DateRange"];
            near_peer: boolean;
            /** Format: int64 */
            revision: number;
            takes_part: boolean;
            /** Format: int64 */
            capacity: number;
            /** Format: int64 */
            capacity_cap: number;
            /** Format: int64 */
            hours_per_month?: number;
            released_by: string;
            topics: components["schemas"]["Topic"][];
            ways: components["schemas"]["WorkingWay"][];
            path: string;
            /** Format: date */
            declared_on?: string;
            in_the_way: components["schemas"]["InTheWayShown"][];
            questions: string[];
            /** Format: date */
            passed_on?: string;
            /** Format: int64 */
            longest_path: number;
            needs_check: boolean;
            needs_declaration: boolean;
            pending: boolean;
        };
        /** @enum {string} */
        Tone: "neutral" | "good" | "attention" | "danger" | "unknown" | "sealed";
        /** @enum {string} */
        Topic: "study_skills"
            | "exams"
            | "clinical_reasoning"
            | "procedures"
            | "communication"
            | "feedback"
            | "time_and_workload"
            | "wellbeing"
            | "belonging"
            | "returning"
            | "parenting"
            | "specialty_choice"
            | "applications"
            | "research"
            | "teaching"
            | "leadership";
        /** @enum {string} */
        Trouble: "none" | "studies" | "unwell";
        UnplacedShown: {
            learner: components["schemas"]["PersonShown"];
            reason: string;
        };
        Upload: {
            id: string;
            kind: components["schemas"]["FileKind"];
            name: string;
            sha256: string;
            /** Format: int64 */
            bytes: number;
        };
        Value: null | {
            /** @constant */
            kind: "words";
            words: components["schemas"]["Sentence"] | null;
        } | {
            /** @constant */
            kind: "integer";
            value: number;
        } | {
            /** @constant */
            kind: "decimal";
            value: number;
            decimals: number;
        } | {
            /** @constant */
            kind: "share";
            part: number;
            whole: number;
        } | {
            /** @constant */
            kind: "date";
            /** Format: date */
            date: string;
        } | {
            /** @constant */
            kind: "range";
            /** Format: date */
            from: string | null;
            /** Format: date */
            to: string | null;
        } | components["schemas"]["Badge"] | components["schemas"]["Reasons"];
        WaitingLine: {
            learner_id: string;
            name: string;
            site: string;
            /** Format: date-time */
            since: string;
            goes_first: boolean;
        };
        WaitingLines: {
            /** Format: int64 */
            count: number;
            waiting: components["schemas"]["WaitingLine"][];
            seats: components["schemas"]["FreeSeatLine"][];
            by_itself: boolean;
            may_run: boolean;
            pending: boolean;
        };
        /** @enum {string} */
        WaiverAnswer: "consent" | "approve" | "withdraw";
        /** @enum {string} */
        WaiverReason: "only_expert" | "small_site" | "continuity" | "learner_choice" | "other";
        WaiverShown: {
            id: string;
            reason: components["schemas"]["WaiverReason"];
            days: components["schemas"]["DateRange"];
            turn: components["schemas"]["WaiverTurn"];
            may_consent: boolean;
            may_approve: boolean;
            may_withdraw: boolean;
            not_approver?: components["schemas"]["NotApprover"];
        };
        /** @enum {string} */
        WaiverTurn: "learner" | "approver" | "counts" | "withdrawn" | "over";
        /** @enum {string} */
        Way: "recusal" | "reassignment" | "rematch" | "waiver" | "acknowledged";
        WeightSaid: {
            name: string;
            counts: components["schemas"]["Counts"];
        };
        WeightShown: {
            name: string;
            counts: components["schemas"]["Counts"];
            /** Format: int64 */
            points: number;
            /** Format: int64 */
            most: number;
        };
        WhoAmI: {
            institution?: string;
            mode?: components["schemas"]["Mode"];
            me?: components["schemas"]["Me"];
            demo_links: boolean;
        };
        /** @enum {string} */
        Window: "now" | "ahead" | "back";
        WishCount: {
            /** Format: int64 */
            learners: number;
            /** Format: int64 */
            wished: number;
            window: components["schemas"]["WishWindow"];
            wish_days: components["schemas"]["DateRange"];
        };
        /** @enum {string} */
        WishWindow: "early" | "open" | "closed";
        Wished: {
            person_id: string;
            name: string;
            site: string;
            possible: boolean;
        };
        /** @enum {string} */
        WorkingWay: "listens"
            | "asks"
            | "structures"
            | "tells_own_story"
            | "challenges"
            | "opens_doors"
            | "in_person"
            | "online"
            | "evenings"
            | "short_and_often";
    };
    responses: {
        /** @description Refused or failed; the sentence is in the reader's language. */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "invalid"
                            | "not_found"
                            | "forbidden"
                            | "unauthenticated"
                            | "throttled"
                            | "conflict"
                            | "limit"
                            | "unavailable"
                            | "io"
                            | "internal";
                        key: string;
                        detail: {
                            [key: string]: string;
                        };
                        message: string;
                        request_id: string;
                    };
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_access: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessShown"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    give_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    role: components["schemas"]["AccountRole"];
                    program?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    list_cases: {
        parameters: {
            query?: {
                program_id?: string;
                state?: components["schemas"]["CaseState"];
                after_day?: string;
                after_id?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasesShown"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    get_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    contest_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    statement: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContestMade"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    answer_contest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: string;
                contest_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    answer: components["schemas"]["ContestAnswer"];
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    decide_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    way: components["schemas"]["Way"];
                    /** Format: int64 */
                    revision: number;
                    reason?: components["schemas"]["WaiverReason"];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    note_told: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    answer_waiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: string;
                waiver_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    answer: components["schemas"]["WaiverAnswer"];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    list_charters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charters"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    open_concern_box: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    concern: string;
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcernBox"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    add_to_concern_box: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    concern: string;
                    token: string;
                    sealed: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcernBox"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    get_concern_contacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcernContacts"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_concerns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedConcerns"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    open_concern: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    sealed: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    get_concern: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcernBox"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    answer_concern: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    sealed: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcernBox"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    move_concern: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from: components["schemas"]["ConcernState"];
                    to: components["schemas"]["ConcernState"];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcernBox"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    get_contact_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyContactKeys"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    keep_contact_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bundle: string;
                    seeds: string;
                    passphrase_slot: string;
                    recovery_slot: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyContactKeys"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    leave_as_contact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    keep_contact_slots: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    passphrase_slot: string;
                    recovery_slot: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    vouch_for_contact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    account: string;
                    /** Format: int64 */
                    version: number;
                    signature: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyContactKeys"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_coverage_gaps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageGaps"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_demo_people: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoPeople"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    demo_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    account: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    watch_events: {
        parameters: {
            query: {
                watch: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LiveEvent"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    get_home: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Home"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    forget_import_column: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    kind: components["schemas"]["FileKind"];
                    heading: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    announce_import_file: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    kind: components["schemas"]["FileKind"];
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileAnnounced"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    put_import_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    make_import_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    files: string[];
                    complete: boolean;
                    dates?: string;
                    encoding?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    get_import_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                preview: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    accept_import_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                preview: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fingerprint?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutcome"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    choose_import_columns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                preview: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    columns: components["schemas"]["ColumnChoice"][];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    choose_import_names: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                preview: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    names: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    approve_import_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutcome"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    decline_import_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    list_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imports"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    undo_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutcome"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    person?: string;
                    roles?: components["schemas"]["Role"][];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationMade"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    join: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    auth: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppSecret"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    confirm_join: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    look_at_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationSeen"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_learner_groups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LearnerGroups"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    institution?: string;
                    auth: string;
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    salt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    institution?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kdf"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_logins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Logins"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    end_login: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    list_looks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LooksShown"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    get_match_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchingRoom"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_proposals: {
        parameters: {
            query?: {
                from?: number;
                limit?: number;
            };
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposals"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    publish_match_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    get_match_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    sign_off_match_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhoAmI"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_my_people: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyPeople"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_my_programs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyPrograms"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    change_passphrase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    auth: string;
                    code: string;
                    new_salt: string;
                    new_auth: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    list_programs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Programs"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    make_program: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    role: string;
                    term: string;
                    preset?: string;
                    learners?: components["schemas"]["LearnersSelected"];
                    /** Format: int64 */
                    default_capacity?: number;
                    /** Format: int64 */
                    capacity_cap?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramMade"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    get_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramPage"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    archive_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    revision: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramPage"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    place_steps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    revision: number;
                    steps: components["schemas"]["StepPlaced"][];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramPage"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    change_charter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    number: number;
                    name?: string;
                    term?: string;
                    preset?: string;
                    learners?: components["schemas"]["LearnersSelected"];
                    /** Format: int64 */
                    default_capacity?: number;
                    /** Format: int64 */
                    capacity_cap?: number;
                    /** Format: int64 */
                    look_ahead_days?: number;
                    /** Format: int64 */
                    look_back_days?: number;
                    /** Format: int64 */
                    chain_depth?: number;
                    record?: components["schemas"]["Record"];
                    matters?: components["schemas"]["Level"];
                    rules?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramPage"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    clone_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    term: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramMade"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_educators: {
        parameters: {
            query?: {
                after?: string;
                limit?: number;
            };
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EducatorLines"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_known_pairs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPairLines"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    take_over_known_pairs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenOver"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_mails: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramMails"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    send_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    people: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramMails"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    take_shipped_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    revision: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramMails"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    silence_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    revision: number;
                    silent: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramMails"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    change_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    revision: number;
                    subject: string;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramMails"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_match_runs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchRuns"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    post_match_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    choices: components["schemas"]["ChoiceJson"][];
                    preset?: string;
                    objective?: string;
                    like?: string;
                    weights?: components["schemas"]["WeightSaid"][];
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchRun"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_not_with: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleFound"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    say_not_with: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    person_id: string;
                    stands: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleFound"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    find_people_of_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleFound"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    take_readiness_check: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    answers: components["schemas"]["QuestionAnswered"][];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessMarked"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_relationships: {
        parameters: {
            query?: {
                after?: string;
                limit?: number;
            };
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelationshipLines"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    reopen_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    revision: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramPage"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    start_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    revision: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramPage"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    get_taking_part: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakingPart"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    answer_taking_part: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    revision: number;
                    takes_part: boolean;
                    /** Format: int64 */
                    capacity: number;
                    /** Format: int64 */
                    hours_per_month?: number;
                    released_by: string;
                    topics: components["schemas"]["Topic"][];
                    ways: components["schemas"]["WorkingWay"][];
                    path: string;
                    declared: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakingPart"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    list_waiting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingLines"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    let_offer_by_itself: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    by_itself: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    offer_seat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    learner_id: string;
                    educator_id: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    stop_waiting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    count_wishes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WishCount"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    get_wishes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyWishes"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    save_wishes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    revision: number;
                    wishes: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyWishes"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    answer_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                relationship_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    answer: components["schemas"]["Answer"];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    end_relationship: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                relationship_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    ask_for_rematch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                relationship_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    get_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    suggest_role: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    need: components["schemas"]["Need"];
                    trouble: components["schemas"]["Trouble"];
                    help: components["schemas"]["Help"];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleSuggested"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    end_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                grant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
}
