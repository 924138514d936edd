import type { JsonObject, JsonValue } from "../protocol";

/** One instruction of the function that does as it is told by its event: `data.script` is a list of them. */
export type Instruction =
  | RunInstruction
  | { sleep: string; id: string }
  | { until: string; id: string }
  | { wait: string; id: string; timeout: string; match?: string; if?: string }
  | { invoke: string; id: string; data?: JsonObject; timeout?: string; isCaught?: boolean }
  | { send: { name: string; data?: JsonObject; id?: string }[]; id: string }
  | { all: Instruction[][] }
  | { race: Instruction[][] }
  /** Throws outside of any step, as long as the attempt is below `times`. */
  | { fail: string; times: number };

export interface RunInstruction {
  run: string;
  /** How long the step takes. */
  ms?: number;
  gate?: string;
  value?: JsonValue;
  /** Answers its name and what no other execution answers. */
  isUnique?: boolean;
  /** Answers a text of this length instead. */
  bytes?: number;
  /** Fails as long as the attempt is below it. */
  failTimes?: number;
  error?: "plain" | "final" | "later" | "text" | "number";
  /** With `later`: what it asks for, in a duration such as "90s". */
  after?: string;
  isCaught?: boolean;
  /** What a good function would not do. */
  odd?: "bigint" | "circular" | "nothing" | "exit" | "loop" | "memory";
}
