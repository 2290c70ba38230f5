// Which keys of contacts this browser has seen, by institution. Public, and outliving a login on purpose: whoever
// replaces keys must not be helped by signing people out.
import type { Pins, Verdict } from "./contacts";

const kept = "chiron.contacts";
type Kept = Record<string, Pins>;
function all(): Kept {
  try {
    return JSON.parse(localStorage.getItem(kept) ?? "{}") as Kept;
  } catch {
    return {};
  }
}
function keep(value: Kept) {
  try {
    localStorage.setItem(kept, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing sees every key for the first time, and says so.
  }
}
/** Those of the institution of this name. */
export const pins_of = (institution: string): Pins => all()[institution] ?? {};
/** Notes keys that were seen for the first time, or whose change somebody has confirmed. */
export function pin(institution: string, verdicts: Verdict[]) {
  const pins = { ...pins_of(institution) };
  for (const { account, pin } of verdicts) if (pin) pins[account] = pin;
  keep({ ...all(), [institution]: pins });
}
/** Does what empties the browser's storage, and keeps them. */
export async function keeping_pins(work: () => Promise<void>) {
  const before = all();
  await work();
  if (Object.keys(before).length) keep(before);
}
