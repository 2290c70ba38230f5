// The types of the API, made from docs/openapi.json by `npm run types`; do not edit.
export interface paths {
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
    "/api/v1/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where things stand and what to do next. */
        get: operations["get_home"];
        put?: never;
        post?: never;
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
        /** Invites an address, as a person, with roles, or both; gives the link. */
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
        Callout: {
            /** @constant */
            kind: "callout";
            tone: components["schemas"]["Tone"];
            title: components["schemas"]["Sentence"] | null;
            body: (components["schemas"]["Sentence"] | null)[];
            remedy: components["schemas"]["Sentence"] | null;
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
        Heading: {
            /** @constant */
            kind: "heading";
            text: components["schemas"]["Sentence"] | null;
            level: number;
            id: string;
        };
        Home: {
            institution?: string;
            mode: components["schemas"]["Mode"];
            program: string;
            next: components["schemas"]["NextStep"][];
            reports: components["schemas"]["ReportEntry"][];
        };
        InvitationMade: {
            email: string;
            link: string;
            /** Format: date-time */
            expires_at: string;
        };
        InvitationSeen: {
            institution: string;
            email: string;
            kdf: components["schemas"]["Kdf"];
        };
        Kdf: {
            scheme: components["schemas"]["Scheme"];
            /** Format: int32 */
            ops: number;
            /** Format: int32 */
            memory_kib: number;
            salt: string;
        };
        List: {
            /** @constant */
            kind: "list";
            ordered: boolean;
            items: (components["schemas"]["Sentence"] | null)[];
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
            program: string;
            preset: string;
            objective: string;
            choices: components["schemas"]["ChoiceJson"][];
            unplaced: components["schemas"]["UnplacedShown"][];
            /** Format: int64 */
            offered: number;
            /** Format: int64 */
            not_offered: number;
            may_run: boolean;
            may_sign_off: boolean;
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
        MyPeople: {
            people: components["schemas"]["MyPersonShown"][];
            ended: components["schemas"]["MyPersonShown"][];
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
        NextStep: {
            sentence: components["schemas"]["Sentence"];
            href: string;
        };
        Paragraph: {
            /** @constant */
            kind: "paragraph";
            text: components["schemas"]["Sentence"] | null;
            tone: components["schemas"]["Tone"];
        };
        PersonShown: {
            id: string;
            name: string;
            site: string;
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
        Range: {
            /** Format: date */
            from: string | null;
            /** Format: date */
            to: string | null;
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
        RelationshipLine: {
            id: string;
            learner: string;
            educator: string;
            state: components["schemas"]["State"];
            unchecked: boolean;
            /** Format: date */
            answer_by?: string;
            ending?: string;
        };
        RelationshipLines: {
            relationships: components["schemas"]["RelationshipLine"][];
        };
        ReportEntry: {
            name: string;
            title: components["schemas"]["Sentence"];
            standing?: components["schemas"]["Sentence"];
        };
        Role: {
            role: components["schemas"]["AccountRole"];
            program?: string;
        };
        /** @enum {string} */
        RunState: "waiting" | "done" | "failed" | "publishing" | "published";
        /** @enum {string} */
        Scheme: "passphrase" | "demo_link";
        Sentence: {
            key: string;
            args: {
                [key: string]: components["schemas"]["Argument"];
            };
        };
        /** @enum {string} */
        State: "offered" | "active" | "paused" | "closing" | "closed";
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
        /** @enum {string} */
        Tone: "neutral" | "good" | "attention" | "danger" | "unknown" | "sealed";
        UnplacedShown: {
            learner: components["schemas"]["PersonShown"];
            reason: string;
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
        WhoAmI: {
            institution?: string;
            mode?: components["schemas"]["Mode"];
            me?: components["schemas"]["Me"];
            demo_links: boolean;
        };
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
}
