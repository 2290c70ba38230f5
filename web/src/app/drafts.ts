// What somebody typed and has not saved yet, kept in this browser alone: through a reload, a login that ran out, a lost
// connection. It belongs to the account that typed it, is gone when it is saved, at sign-out, and when somebody else
// signs in here.
//
// Where it lies is the form's to say. "browser" (IndexedDB, also after the browser was closed) is for an office's own
// words: charters, calendars, mails, answers that others will read. "tab" (session storage, gone with the tab) is for
// whatever says something about a person: wishes, reasons, objections. A computer on a ward is shared, and what lies on
// a disk outlives its login. Who somebody does not want to be with, passphrases and codes are never kept, nowhere.
const database_name = "chiron";
const store_name = "drafts";
const prefix = "chiron.draft.";
const days_at_most = 7;

export type Place = "tab" | "browser";
export type Draft = {
  /** When it was typed, in milliseconds since 1970. */
  at: number;
  /** What it was typed over. */
  revision: number;
  saved: unknown;
  typed: unknown;
};

let owner: string | null = null;
let known: () => void = () => {};
/** Until it is known who is signed in, nothing is read and nothing is kept. */
const owner_known = new Promise<void>((done) => (known = done));
const name_of = (form: string) => `${prefix}${owner}.${form}`;

/** A store that fails (private windows, a full disk) keeps nothing, and nothing else fails with it. */
function in_tab<T>(act: (store: Storage) => T): T | null {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}
async function in_browser<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>) {
  try {
    const database = await new Promise<IDBDatabase>((done, failed) => {
      const asked = indexedDB.open(database_name, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(store_name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    try {
      return await new Promise<T>((done, failed) => {
        const asked = act(database.transaction(store_name, mode).objectStore(store_name));
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      });
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

/** Says whose drafts these are; what others left in this browser goes. */
export async function belong_to(account: string | null) {
  owner = account;
  if (account) {
    await forget_all((name) => !name.startsWith(name_of("")));
    const oldest = Date.now() - days_at_most * 86_400_000;
    for (const name of (await in_browser("readonly", (store) => store.getAllKeys())) ?? []) {
      const draft = await in_browser<Draft | undefined>("readonly", (store) => store.get(name));
      if (draft && draft.at < oldest) await in_browser("readwrite", (store) => store.delete(name));
    }
  }
  known();
}

/** The form's draft of whoever is signed in. */
export async function kept(form: string): Promise<Draft | null> {
  await owner_known;
  if (!owner) return null;
  const text = in_tab((store) => store.getItem(name_of(form)));
  if (text) return JSON.parse(text) as Draft;
  return (await in_browser<Draft | undefined>("readonly", (store) => store.get(name_of(form)))) ?? null;
}

export function keep(form: string, place: Place, draft: Draft) {
  if (!owner) return;
  // In the tab at once, so that not even a reload in this moment loses it.
  in_tab((store) => store.setItem(name_of(form), JSON.stringify(draft)));
  if (place === "browser") void in_browser("readwrite", (store) => store.put(draft, name_of(form)));
}

export function forget(form: string) {
  if (!owner) return;
  in_tab((store) => store.removeItem(name_of(form)));
  void in_browser("readwrite", (store) => store.delete(name_of(form)));
}

/** At sign-out: everything, or what `which` says. */
export async function forget_all(which: (name: string) => boolean = () => true) {
  in_tab((store) => {
    for (const name of Object.keys(store)) if (name.startsWith(prefix) && which(name)) store.removeItem(name);
  });
  for (const name of (await in_browser("readonly", (store) => store.getAllKeys())) ?? [])
    if (which(String(name))) await in_browser("readwrite", (store) => store.delete(name));
}
