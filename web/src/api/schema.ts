// The types of the API, made from docs/openapi.json by `npm run types`; do not edit.
export interface paths {
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
        List: {
            /** @constant */
            kind: "list";
            ordered: boolean;
            items: (components["schemas"]["Sentence"] | null)[];
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
