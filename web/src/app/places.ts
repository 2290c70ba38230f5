// The places of a role, in the order of the story, and what each report asks its reader to do next.
import type { WhoAmI } from "../features/accounts/accounts";
import type icons from "../components/icon/icons.json";

export type Place = {
  href: string;
  /** A key of text/en/web.json. */
  label: string;
  icon: keyof typeof icons;
  /** After `g`. */
  letter: string;
  /** Also in a phone's bottom bar, which holds four; the others are reached from Home. */
  phone: boolean;
};

export const coordinator: Place[] = [
  { href: "/", label: "web.place.home", icon: "home", letter: "h", phone: true },
  { href: "/programs", label: "web.place.programs", icon: "programs", letter: "p", phone: false },
  { href: "/people/import", label: "web.place.import", icon: "import", letter: "i", phone: false },
  { href: "/audit", label: "web.place.audit", icon: "audit", letter: "a", phone: true },
  { href: "/eligibility", label: "web.place.eligibility", icon: "eligibility", letter: "e", phone: true },
  { href: "/matches", label: "web.place.matches", icon: "matches", letter: "m", phone: true },
  { href: "/conflicts", label: "web.place.ahead", icon: "ahead", letter: "c", phone: false },
  { href: "/accreditor", label: "web.place.accreditor", icon: "accreditor", letter: "f", phone: false },
];

const invite: Place = { href: "/people/invite", label: "web.place.invite", icon: "person", letter: "v", phone: false };
/** A coordinator's of a real school: whom programs could match stands in each one's matching room. */
const office: Place[] = coordinator
  .filter(({ href }) => href !== "/eligibility" && href !== "/matches")
  .map((each) => ({ ...each, phone: ["/", "/programs", "/people/import", "/audit"].includes(each.href) }))
  .toSpliced(3, 0, invite);

const home: Place = coordinator[0]!;
const my_people: Place = {
  href: "/my-people",
  label: "relationships.mine.title",
  icon: "person",
  letter: "o",
  phone: true,
};
/** For everybody who has signed in; a phone reaches it from Home and from the page of crisis help. */
const concern: Place = { href: "/concern", label: "concerns.place", icon: "sealed", letter: "w", phone: false };
/** For confidential contacts alone. */
const concerns: Place = {
  href: "/concerns",
  label: "concerns.contact.title",
  icon: "sealed",
  letter: "n",
  phone: true,
};
const own = ["/programs", "/people/import"];
/** Cases are for those who have signed in; a demo's visitors read the report. */
const ahead: Place = { ...coordinator.find((each) => each.href === "/conflicts")!, href: "/ahead" };

/** Whose places: a coordinator's, also for visitors of a demo; a leader's; Home for everybody else. */
export function places_of(who: WhoAmI | null): Place[] {
  const has = (role: string) => who?.me?.roles.some((each) => each.role === role && !each.program);
  // Programs and imports are for those who have signed in.
  if (!who?.me) {
    if (who?.mode !== "demo") return [home];
    const open = coordinator.filter((each) => !own.includes(each.href));
    return open.map((each) => (each.href === "/conflicts" ? ahead : each));
  }
  if (has("coordinator")) return [...(who.mode === "production" ? office : coordinator), concern];
  const place = (href: string): Place => ({ ...coordinator.find((each) => each.href === href)!, phone: true });
  // A program's own coordinator and its lead look at it; a lead of the whole institution decides about imports, too.
  const looks = who.me.roles.some((each) => each.role === "coordinator" || each.role === "lead");
  const gives = has("operator") || who.me.roles.some((each) => each.role === "coordinator");
  return [
    home,
    ...(who.me.person ? [my_people] : []),
    ...(looks ? [place("/programs"), { ...place("/conflicts"), phone: !has("lead") }] : []),
    ...(has("lead") ? [place("/people/import")] : []),
    ...(has("leader") ? [place("/accreditor")] : []),
    ...(gives ? [{ ...invite, phone: has("operator") === true }] : []),
    ...(has("confidential_contact") ? [concerns] : []),
    concern,
  ];
}

/** The one primary action of a report: a page or a section to go to, or the printer. */
export type Action = { label: string; href: string } | { label: string; print: true };

/** Reports that are made as soon as pairs are known. */
const reports_of_pairs = ["audit", "accreditor", "ahead"];

/** Whether a report that is not there may still come for somebody: who coordinates the institution, or leads it. */
export const awaits = (who: WhoAmI | null, name: string) =>
  reports_of_pairs.includes(name) &&
  (who?.me?.roles ?? []).some(
    ({ role, program }) => !program && (role === "coordinator" || (role === "leader" && name === "accreditor")),
  );

/** The reports a place shows: /audit is the report "audit". */
export const reports: Record<string, Action> = {
  audit: { label: "web.action.audit", href: "/accreditor" },
  eligibility: { label: "web.action.eligibility", href: "/matches" },
  matches: { label: "web.action.matches", href: "#unmatched" },
  ahead: { label: "web.action.ahead", href: "#new" },
  accreditor: { label: "web.action.accreditor", print: true },
};
