import { applyLimit } from "@/lib/mail/limit-store";
import type { Services } from "@/lib/services";
import type { Beat } from "../beating/rules";
import { judgeMail } from "./mail/rules";
import { judgeDatabase, judgeDisk, judgeLogs, judgeOutbox, judgeQueue, judgeStorage, judgeTools } from "./parts/rules";
import { type Probes, probeParts } from "./probing/reads";
import { judgeConfiguration, judgeProcesses, judgeSameStorage } from "./processes/rules";
import { judgeConsumers, judgeFailures, judgeMending, judgeScheduleTimes, judgeStandstill } from "./queue/rules";
import { indicateUnknown } from "./rules";
import type { FunctionWork, Indicator, ScheduleView } from "./schema";
import { readSnapshot, type Snapshot } from "./store";
import { judgeSchedules, judgeWork, viewWork } from "./work/rules";

/** All that is known of this Segno at one moment: the one truth that readiness, panel, alerts and doctor tell. */
export interface Panel {
  at: Date;
  indicators: Indicator[];
  functions: FunctionWork[];
  schedules: ScheduleView[];
  beats: Beat[];
}

const underWay = new WeakMap<Services, Promise<Panel>>();

/** Asks the parts, and reads the database in one snapshot. Who asks while another does gets the same answer. Never throws. */
export function readPanel(services: Services): Promise<Panel> {
  const known = underWay.get(services);
  if (known) return known;
  const reading = assemble(services).finally(() => underWay.delete(services));
  underWay.set(services, reading);
  return reading;
}

async function assemble(services: Services): Promise<Panel> {
  const at = services.clock.now();
  const [probes, snapshot] = await Promise.all([probeParts(services), trySnapshot(services, at)]);
  if (snapshot === null)
    return { at, indicators: judgeWithoutDatabase(services, probes), functions: [], schedules: [], beats: [] };
  const work = judgeWork(snapshot.functions, snapshot.unsent, { now: at, queueAnswers: probes.queue.isOk });
  const schedules = judgeSchedules(snapshot.functions, at);
  const { beats } = snapshot;
  const limits = applyLimit(services.config.mail, snapshot.mailLimit);
  const indicators = [
    judgeDatabase(probes.database),
    judgeStorage(probes.storage),
    judgeSameStorage(probes.storage.isOther, beats, at),
    judgeQueue(probes.queue, services.config.inngest.baseUrl),
    judgeOutbox(snapshot.unsent, at),
    judgeConsumers(work),
    judgeStandstill(work, at),
    judgeFailures(work),
    judgeMending(work, snapshot.mending, at),
    judgeScheduleTimes(schedules, at),
    judgeMail({ day: snapshot.mailDay, controls: snapshot.controls, limits }, at),
    judgeProcesses(beats, at),
    judgeConfiguration(beats, at),
    judgeDisk(beats, at),
    judgeLogs(probes.log),
    judgeTools(probes.ffmpegVersion),
  ];
  return { at, indicators, functions: work.map(viewWork), schedules, beats };
}

async function trySnapshot(services: Services, at: Date): Promise<Snapshot | null> {
  try {
    return await readSnapshot(services.db, at);
  } catch (err) {
    services.log.warn({ err }, "the panel could not be read from the database");
    return null;
  }
}

/** What needs no database; the rest is told as unknown. */
function judgeWithoutDatabase(services: Services, probes: Probes): Indicator[] {
  const database = probes.database.isOk
    ? { isOk: false, detail: "It answers, but could not be read." }
    : probes.database;
  return [
    judgeDatabase(database),
    judgeStorage(probes.storage),
    judgeQueue(probes.queue, services.config.inngest.baseUrl),
    ...Object.entries(OF_THE_DATABASE).map(([id, title]) => indicateUnknown(id, title)),
    judgeLogs(probes.log),
    judgeTools(probes.ffmpegVersion),
  ];
}

const OF_THE_DATABASE = {
  same_storage: "Same storage",
  outbox: "Outbox",
  consumers: "Every event consumed",
  work: "Work goes on",
  failures: "Work succeeds",
  mending: "Nothing is stuck",
  schedules: "Schedules on time",
  mail: "Mail",
  processes: "Processes",
  configuration: "Configuration",
  disk: "Disk",
};
