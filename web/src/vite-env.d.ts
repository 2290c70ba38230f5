/// <reference types="svelte" />
/// <reference types="vite/client" />

/** True in builds that carry the examples page. */
declare const __EXAMPLES__: boolean;
