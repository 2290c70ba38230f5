// A form over something saved: what is typed, whether somebody else saved meanwhile, and the draft that outlives a
// reload. Nothing typed is overwritten, and nothing that somebody else saved is overwritten unseen: a save carries the
// revision that was seen, and where another one came between, the one who types chooses.
import { untrack } from "svelte";
import { forget, keep, kept, type Place } from "./drafts";

type Saved<T> = { value: T; revision: number };

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export class Edit<T extends Record<string, unknown>> {
  readonly #form: string;
  readonly #place: Place;
  typed = $state() as T;
  /** What was saved when it was last seen here, and its revision: what a save is made over. */
  #saved = $state.raw() as Saved<T>;
  /** What somebody else saved while something was typed here. */
  #theirs = $state.raw<Saved<T> | null>(null);
  /** What is typed comes from before the page was loaded. */
  restored = $state(false);

  /** In a component's script. `form` names it among all forms of the app. */
  constructor(form: string, place: Place, value: T, revision: number) {
    this.#form = form;
    this.#place = place;
    this.#saved = { value: copy(value), revision };
    this.typed = copy(value);
    let looked = false;
    kept(form).then((draft) => {
      looked = true;
      if (!draft || this.changed) return;
      const now = this.#saved;
      this.typed = draft.typed as T;
      this.restored = this.changed;
      if (!this.restored) return forget(form);
      if (draft.revision === now.revision) return;
      this.#saved = { value: draft.saved as T, revision: draft.revision };
      this.newer(now.value, now.revision);
    });
    $effect(() => {
      const { revision, value: saved } = this.#saved;
      const typed = $state.snapshot(this.typed) as T;
      if (!same(typed, saved)) keep(form, this.#place, { at: Date.now(), revision, saved, typed });
      else if (looked) forget(form);
    });
  }

  get changed() {
    return !same(this.typed, this.#saved.value);
  }
  get revision() {
    return this.#saved.revision;
  }
  get saved(): T {
    return this.#saved.value;
  }
  get theirs(): T | null {
    return this.#theirs?.value ?? null;
  }
  /** Names of what somebody else changed since. */
  get differing(): (keyof T & string)[] {
    const theirs = this.#theirs?.value;
    return theirs ? Object.keys(theirs).filter((name) => !same(theirs[name], this.#saved.value[name])) : [];
  }

  /** What is saved now: taken over where nothing was typed, else put beside it. */
  newer(value: T, revision: number) {
    untrack(() => {
      const seen = this.#theirs ?? this.#saved;
      if (revision === seen.revision && same(value, seen.value)) return;
      const theirs_alone = !same(value, this.#saved.value);
      if (this.changed && theirs_alone) this.#theirs = { value: copy(value), revision };
      else this.#take(value, revision, this.changed ? this.typed : value);
    });
  }
  /** What one saved oneself; what was typed while it was on its way stays. */
  took(value: T, revision: number, sent: T) {
    const typed = copy(value);
    for (const name of Object.keys(sent) as (keyof T)[])
      if (!same(this.typed[name], sent[name])) typed[name] = copy(this.typed[name]);
    this.#take(value, revision, typed);
  }
  #take(value: T, revision: number, typed: T) {
    this.#saved = { value: copy(value), revision };
    this.#theirs = null;
    this.typed = copy(typed);
    this.restored &&= this.changed;
    // At once: the page may be left before an effect runs.
    if (!this.changed) forget(this.#form);
  }

  take_theirs() {
    if (this.#theirs) this.#take(this.#theirs.value, this.#theirs.revision, this.#theirs.value);
  }
  /** What one typed stays, over what they saved; where one typed nothing, theirs stands. */
  keep_mine() {
    if (!this.#theirs) return;
    const { value, revision } = this.#theirs;
    const typed = copy(value);
    for (const name of Object.keys(this.typed) as (keyof T)[])
      if (!same(this.typed[name], this.#saved.value[name])) typed[name] = copy(this.typed[name]);
    this.#take(value, revision, typed);
  }
  /** Back to what is saved. */
  start_over() {
    this.typed = copy(this.#saved.value);
    this.restored = false;
    forget(this.#form);
  }
}
