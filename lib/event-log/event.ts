/** Anything that survives a round trip through JSON text. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** What a caller hands over. `id` is unique within the log. */
export interface NewEvent {
  id: string;
  type: string;
  data: JsonValue;
}

/** What the log kept. `seq` rises strictly and is never given twice, not even after compaction; `time` is ISO 8601 in UTC. */
export interface StoredEvent {
  seq: number;
  id: string;
  type: string;
  time: string;
  data: JsonValue;
}

/** `os` survives the death of the process, `fsync` the loss of power as well. */
export type Durability = "os" | "fsync";

export interface AppendOptions {
  /** At least this much is given; the default is `fsync`. */
  durability?: Durability;
  /** `refuse` (the default) appends nothing of the call when one id is known; `ignore` skips the known ones. */
  onDuplicate?: "refuse" | "ignore";
}

/** One entry for each event of the call, in its order; `durability` is what was really given. */
export interface AppendResult {
  events: { id: string; seq: number; isDuplicate: boolean }[];
  durability: Durability;
}

/** One moment of the log: `bytes` are measured on the files, `indexedBytes` is the sum of the events' lengths. Both are equal. */
export interface LogStats {
  events: number;
  bytes: number;
  indexedBytes: number;
  segments: number;
  lastSeq: number;
  tornBytesDropped: number;
  isReadOnly: boolean;
}

/** What an operator should hear of. */
export type LogReport =
  | { kind: "recovered"; events: number; bytes: number; durationMs: number }
  | { kind: "torn_tail_dropped"; segment: string; byteOffset: number; bytesDropped: number; savedAs: string }
  | { kind: "tail_restored"; segment: string; byteOffset: number; bytes: number }
  | { kind: "stale_lock_removed"; pid: number }
  | { kind: "leftover_removed"; file: string }
  | { kind: "write_rolled_back"; bytes: number; cause: unknown }
  | { kind: "read_only"; cause: unknown }
  | { kind: "compacted"; eventsKept: number; eventsDropped: number; bytesBefore: number; bytesAfter: number };

/** How much of a log has been looked at. */
export interface LogProgress {
  bytes: number;
  totalBytes: number;
}
