import { createId } from "@/lib/core/ids";
import { type ApiCase, row } from "./api-case";

// biome-ignore format: the columns line up, so that the table reads as one.
export const PANEL_CASES: ApiCase[] = [
  // The owner is an administrator, too.
  //                                           anon stra list comm edit ownr song unve
  row("GET /api/operations/overview",          [401, 403, 403, 403, 403, 200, 403, 403]),
  row("POST /api/operations/alerts/[alertId]", [401, 403, 403, 403, 403, 200, 403, 403], async ({ services }) => {
    const [id, now] = [createId(), services.clock.now()];
    const words = { kind: "disk_low", detail: "4 % free." };
    await services.db.alert.create({ data: { id, ...words, state: "firing", badSince: now, firedAt: now, createdAt: now } });
    return { params: { alertId: id }, body: { action: "acknowledge" } };
  }),
];
