// What the matching room asks of the server.
import { get, send, type DocumentModel } from "../../api/api";
import type { Block } from "../../components/document/model";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type MatchRun = Schemas["MatchRun"];
export type MatchingRoom = Schemas["MatchingRoom"];
export type Proposal = Schemas["ProposalShown"];
export type Choice = Schemas["ChoiceJson"];
export type WaitingLines = Schemas["WaitingLines"];
export type FreeSeat = Schemas["FreeSeatLine"];
export type Weight = Schemas["WeightShown"];
export type WeightSaid = Schemas["WeightSaid"];

const run_at = (id: string) => `/api/v1/match_runs/${encodeURIComponent(id)}`;
const program_at = (id: string) => `/api/v1/programs/${encodeURIComponent(id)}/match_runs`;

export const runs_of = async (program: string) => (await get<Schemas["MatchRuns"]>(program_at(program))).runs;
export const room = (id: string) => get<MatchingRoom>(run_at(id));
export const report_of = (id: string) => get<DocumentModel>(`${run_at(id)}/report`);
/** What stands in a report under these headings, each a level lower than there. */
export function sections(report: DocumentModel, ids: string[]): Block[] {
  let inside = false;
  return report.blocks.flatMap((block): Block[] => {
    if (block.kind === "heading" && block.level === 2) inside = ids.includes(block.id);
    if (!inside) return [];
    return [block.kind === "heading" ? { ...block, level: block.level + 1 } : block];
  });
}
export type Asked = { choices: Choice[]; preset?: string; like?: string; weights?: WeightSaid[] };
export const ask_for_run = (program: string, asked: Asked) => send<MatchRun>("POST", program_at(program), asked);
export const sign_off = (id: string) => send<void>("POST", `${run_at(id)}/sign_off`, {});
export const publish = (id: string) => send<void>("POST", `${run_at(id)}/publish`, {});

const waiting_at = (id: string) => `/api/v1/programs/${encodeURIComponent(id)}/waiting`;
export const waiting_in = (program: string) => get<WaitingLines>(waiting_at(program));
export const offer_seat = (program: string, learner_id: string, educator_id: string) =>
  send<void>("POST", `${waiting_at(program)}/offer`, { learner_id, educator_id });
export const let_offer_by_itself = (program: string, by_itself: boolean) =>
  send<void>("POST", `${waiting_at(program)}/by_itself`, { by_itself });

/** More than a coordinator can look through; the report has them all. */
const proposals_at_most = 2000;
export async function proposals_of(id: string): Promise<Proposal[]> {
  const all: Proposal[] = [];
  while (all.length < proposals_at_most) {
    const page = (await get<Schemas["Proposals"]>(`${run_at(id)}/proposals?from=${all.length}&limit=200`)).proposals;
    all.push(...page);
    if (page.length < 200) break;
  }
  return all;
}

/** Asks again until the run no longer changes; sooner at first. `meanwhile` gets what stands until then. */
export async function settled(id: string, meanwhile: (room: MatchingRoom) => void): Promise<MatchingRoom> {
  for (let wait_ms = 150; ; wait_ms = Math.min(2000, wait_ms * 1.5)) {
    const now = await room(id);
    if (now.run.state !== "waiting" && now.run.state !== "publishing") return now;
    meanwhile(now);
    await new Promise((done) => setTimeout(done, wait_ms));
  }
}

/** Who gets somebody else than in another run: by learner. */
export function changes(before: Proposal[], now: Proposal[]) {
  const had = new Map(before.map((each) => [each.learner.id, each.educator]));
  const has = new Map(now.map((each) => [each.learner.id, each]));
  const moved = now.filter((each) => had.has(each.learner.id) && had.get(each.learner.id)!.id !== each.educator.id);
  return {
    moved: moved.map((each) => ({ learner: each.learner, from: had.get(each.learner.id)!, to: each.educator })),
    placed: now.filter((each) => !had.has(each.learner.id)).map((each) => each.learner),
    lost: before.filter((each) => !has.has(each.learner.id)).map((each) => each.learner),
  };
}
