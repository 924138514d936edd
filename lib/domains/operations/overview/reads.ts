import type { Actor } from "@/lib/access/actor";
import { scopeAdmin } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { viewAlerts } from "../alerts/reads";
import { type Beat, isLiving } from "../beating/rules";
import type { ProcessView } from "../beating/schema";
import { readPanel } from "../indicators/reads";
import type { Overview } from "./schema";

/** The proof panel. @throws AppError unauthenticated, forbidden/not_admin. */
export async function readOverview(services: Services, actor: Actor | null): Promise<Overview> {
  const scope = scopeAdmin(actor);
  const { at, indicators, functions, schedules, beats } = await readPanel(services);
  const alerts = await viewAlerts(services, scope);
  return {
    at: at.toISOString(),
    indicators,
    functions,
    schedules,
    processes: beats.map((one) => viewProcess(one, at)),
    alerts,
  };
}

function viewProcess(beat: Beat, now: Date): ProcessView {
  const { pid, versions, storage, disk, functions } = beat.facts;
  return {
    ...{ id: beat.id, host: beat.host, pid, versions, storage, disk },
    startedAt: beat.startedAt.toISOString(),
    lastBeatAt: beat.lastBeatAt.toISOString(),
    isLiving: isLiving(beat, now),
    functionCount: functions.length,
  };
}
