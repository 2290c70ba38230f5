// The places of a role, in the order of the story: at most four, as many as a phone's bottom bar holds.
import type icons from "../components/icon/icons.json";

export type Place = {
  href: string;
  /** A key of text/en/web.json. */
  label: string;
  icon: keyof typeof icons;
  /** After `g`. */
  letter: string;
};

export const coordinator: Place[] = [
  { href: "/", label: "web.place.home", icon: "home", letter: "h" },
  { href: "/audit", label: "web.place.audit", icon: "audit", letter: "a" },
  { href: "/eligibility", label: "web.place.eligibility", icon: "eligibility", letter: "e" },
  { href: "/matches", label: "web.place.matches", icon: "matches", letter: "m" },
];

/** The reports a place shows: /audit is the report "audit". */
export const reports = ["audit", "eligibility", "matches"];
