// Where the reader is: the path and query, followed without loading the page again.

export const route = $state({ path: location.pathname, query: location.search });

function read() {
  route.path = location.pathname;
  route.query = location.search;
}

/** Goes to a path of this app and puts it into the history. */
export function go(href: string) {
  history.pushState(null, "", href);
  read();
  scrollTo(0, 0);
}

/** Writes one named value of the page's state into the address, so that the state can be sent to someone. */
export function remember(name: string, value: string | null) {
  const query = new URLSearchParams(location.search);
  if (value) query.set(name, value);
  else query.delete(name);
  const text = query.toString();
  history.replaceState(null, "", location.pathname + (text ? `?${text}` : "") + location.hash);
}

export const remembered = (name: string) => new URLSearchParams(location.search).get(name);

/** Follows ordinary links within the app; the crisis page and downloads load as pages of their own. */
export function follow(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = (event.target as Element).closest("a");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/help") || link.pathname.startsWith("/api/")) return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  const href = link.pathname + link.search + link.hash;
  if (would_lose()) leaving.href = href;
  else go(href);
}

// What is typed is kept by its form (edit.svelte.ts). Where something cannot be kept, leaving is asked about first.
const held = new Set<() => boolean>();
const would_lose = () => [...held].some((lost) => lost());
/** Says that leaving would lose something while `lost` says so; returns what takes that back, for an $effect. */
export function hold(lost: () => boolean): () => void {
  held.add(lost);
  return () => held.delete(lost);
}
/** Where the reader wanted to go; null when nothing is asked. */
export const leaving = $state<{ href: string | null }>({ href: null });
export const stay = () => (leaving.href = null);
export function leave() {
  const href = leaving.href;
  stay();
  held.clear();
  if (href) go(href);
}
addEventListener("beforeunload", (event) => {
  if (would_lose()) event.preventDefault();
});
addEventListener("popstate", () => {
  if (!would_lose()) return read();
  leaving.href = location.pathname + location.search;
  history.pushState(null, "", route.path + route.query);
});

/** The way to sign in and back to where one is now. */
export const sign_in_here = () =>
  location.pathname === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
/** Where the way in leads: a path of ours that the address names, else Home. */
export function after_sign_in(): string {
  const next = remembered("next") ?? "/";
  const there = new URL(next, location.origin);
  return there.origin === location.origin && there.pathname !== "/sign-in" ? there.pathname + there.search : "/";
}
