import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

const REQUEST_BUCKETS_SEC = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const CALL_BUCKETS_SEC = [0.005, 0.025, 0.1, 0.25, 1, 5, 30];
const WORK_BUCKETS_SEC = [0.05, 0.25, 1, 5, 15, 60, 300];

/** What waits somewhere, in one state. */
export interface Waiting {
  work: string;
  state: string;
  count: number;
}

/** Figures that a process reads from its own memory when it is asked. */
export interface ProcessFigures {
  streams: { open: number; opened: number; refused: number; cut: number; told: number };
  pool: { open: number; idle: number; waiting: number; most: number };
}

/** Figures of the database, the same for every process. Null: it did not answer. */
export interface SharedFigures {
  waiting: Waiting[];
  outbox: { event: string; count: number }[];
  outboxOldestSec: number;
}

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * What one process counts, in the form that Prometheus reads (prometheus.io/docs/instrumenting/exposition_formats). Every label's
 * values come from a table of our own: a pattern, a state, a name in the code; never an id, a path or what somebody typed.
 */
export function createMetrics() {
  const registry = new Registry();
  return {
    ...createNotes(registry),
    ...createGauges(registry),
    /** Memory, processor and the event loop's lag, which only a whole process has. */
    watchProcess(): void {
      collectDefaultMetrics({ register: registry });
    },
    contentType: registry.contentType,
    render: () => registry.metrics(),
  };
}

/** What is noted when it happens. */
function createNotes(registry: Registry) {
  const registers = [registry];
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });

  const requests = histogram(
    "segno_http_request_seconds",
    "Answered requests, from their start to the last byte. Live streams are not in it.",
    ["route", "method", "status"],
    REQUEST_BUCKETS_SEC,
  );
  const steps = histogram("segno_step_seconds", "Steps of queue functions.", ["function", "outcome"], WORK_BUCKETS_SEC);
  const runs = counter("segno_runs_total", "Runs of queue functions that ended, or failed once.", [
    "function",
    "outcome",
  ]);
  const analysis = histogram(
    "segno_analysis_seconds",
    "Stages of a version's analysis.",
    ["stage", "outcome"],
    WORK_BUCKETS_SEC,
  );
  const storage = histogram(
    "segno_storage_call_seconds",
    "Calls to the storage until its answer begins, tries again included.",
    ["call", "outcome"],
    CALL_BUCKETS_SEC,
  );
  const mails = counter("segno_mails_total", "Mails by how a try to send them ended.", ["lane", "outcome"]);
  const uploads = counter("segno_uploads_total", "Uploads that ended in this process.", ["outcome"]);
  const bytes = counter("segno_upload_bytes_total", "Bytes of the uploads that were stored.", []);
  const relayed = counter("segno_relayed_events_total", "Events handed to the queue.", ["event"]);

  return {
    noteRequest: (of: { route: string; method: string; status: string }, seconds: number) =>
      requests.observe(of, seconds),
    noteStep: (of: { function: string; outcome: "done" | "failed" }, seconds: number) => steps.observe(of, seconds),
    noteRun: (of: { function: string; outcome: "done" | "failed" | "gave_up" }) => runs.inc(of),
    noteAnalysis: (of: { stage: string; outcome: string }, seconds: number) => analysis.observe(of, seconds),
    noteStorageCall: (of: { call: string; outcome: "ok" | "refused" | "failed" }, seconds: number) =>
      storage.observe(of, seconds),
    noteMail: (of: { lane: string; outcome: string }) => mails.inc(of),
    noteUpload: (outcome: string, sizeBytes: number) => {
      uploads.inc({ outcome });
      if (outcome === "stored") bytes.inc(sizeBytes);
    },
    noteRelayed: (event: string) => relayed.inc({ event }),
  };
}

/** What is read when somebody asks. */
function createGauges(registry: Registry) {
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const answers = gauge("segno_database_up", "1 when the database answered while these figures were read.");
  const waiting = gauge("segno_waiting", "What waits or is worked on, over all processes.", ["work", "state"]);
  const outbox = gauge("segno_outbox_waiting", "Events that wait for the queue, over all processes.", ["event"]);
  const oldest = gauge("segno_outbox_oldest_seconds", "For how long the oldest of them has waited.");
  const pool = gauge("segno_database_connections", "Connections of this process to the database.", ["state"]);
  const open = gauge("segno_live_streams", "Live streams that are open in this process.");
  const streams = new Counter({
    name: "segno_live_streams_total",
    help: "Live streams of this process: opened; refused beyond the limits; cut since nobody read.",
    labelNames: ["what"],
    registers,
  });
  const told = new Counter({ name: "segno_live_messages_total", help: "Messages told on live streams.", registers });

  return {
    setProcessFigures(figures: ProcessFigures): void {
      for (const [state, count] of Object.entries(figures.pool)) pool.set({ state }, count);
      open.set(figures.streams.open);
      streams.reset();
      for (const what of ["opened", "refused", "cut"] as const) streams.inc({ what }, figures.streams[what]);
      told.reset();
      told.inc(figures.streams.told);
    },
    setSharedFigures(figures: SharedFigures | null): void {
      answers.set(figures ? 1 : 0);
      for (const one of [waiting, outbox, oldest]) one.reset();
      // What is not known is left out: a zero would say that nothing waits.
      if (!figures) return oldest.remove();
      for (const { work, state, count } of figures.waiting) waiting.set({ work, state }, count);
      for (const { event, count } of figures.outbox) outbox.set({ event }, count);
      oldest.set(figures.outboxOldestSec);
    },
  };
}
