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
  go(link.pathname + link.search + link.hash);
}

addEventListener("popstate", read);
