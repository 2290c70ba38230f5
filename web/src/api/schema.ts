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
        Scheme: "passphrase" | "demo_link";
        Sentence: {
            key: string;
            args: {
                [key: string]: components["schemas"]["Argument"];
            };
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
        /** @enum {string} */
        Tone: "neutral" | "good" | "attention" | "danger" | "unknown" | "sealed";
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
