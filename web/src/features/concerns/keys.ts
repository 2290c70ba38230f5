// Asks the worker that holds the keys.
import { say } from "../../text/catalog";
import { Refused, told as told_of } from "../../api/api";
import { Refusal } from "../../crypto/bytes";
import { start } from "../../crypto/workers";
import type { Answer, Call, Operations } from "./keys.worker";

type Given<Name extends keyof Operations> = Parameters<Operations[Name]>[0];
type Value<Name extends keyof Operations> = ReturnType<Operations[Name]>;

/** A worker with its keys; `close` ends both. */
export class Keys {
  private worker = start("keys");
  private waiting = new Map<number, (answer: Answer) => void>();
  private calls = 0;

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      this.waiting.get(data.id)?.(data);
      this.waiting.delete(data.id);
    };
    this.worker.onerror = () => this.end();
  }
  ask<Name extends keyof Operations>(
    name: Name,
    ...[given]: Given<Name> extends undefined ? [] : [Given<Name>]
  ): Promise<Value<Name>> {
    const id = ++this.calls;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ value, refused }) => {
        if (refused === undefined) resolve(value as Value<Name>);
        else reject(new Refusal(refused));
      });
      this.worker.postMessage({ id, name, given } satisfies Call);
    });
  }
  private end() {
    for (const [id, answered] of this.waiting) answered({ id, refused: "failed" });
    this.waiting.clear();
  }
  close() {
    this.worker.terminate();
    this.end();
  }
}

/** What a reader is told about something that went wrong here or at the server. */
export const told = (problem: unknown) =>
  problem instanceof Refusal ? say(`concerns.refused.${problem.why}`) : told_of(problem);
/** Whether somebody else changed it in between. */
export const is_stale = (problem: unknown) =>
  problem instanceof Refused && ["concerns.changed_meanwhile", "concerns.contacts_changed"].includes(problem.key);
