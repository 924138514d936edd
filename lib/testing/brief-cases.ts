import { createId } from "@/lib/core/ids";
import { type ApiCase, everybody, everyMember, row, type World } from "./api-case";

const BRIEFS = "/api/projects/[projectId]/songs/[songId]/versions/[versionId]/briefs";
const BRIEF = `${BRIEFS}/[briefId]`;
const TURN = `${BRIEF}/turns/[turnId]`;

/** The commenter's brief of the commenter's note, answered or with an answer in this state, as the commands leave it behind. */
const brief =
  (state: "done" | "queued" | "failed" = "done") =>
  async ({ services, actors, target: { songId, versionId, commentId } }: World) => {
    const [briefId, turnId, now] = [createId(), createId(), services.clock.now()];
    const key = { idempotencyKey: createId(), createdById: actors.commenter.accountId };
    await services.db.brief.create({ data: { id: briefId, songId, versionId, ...key } });
    const moved = { briefId, queuedAt: now, movedAt: now };
    const asked = { number: 1, role: "person", state: "done", authorId: actors.commenter.accountId } as const;
    await services.db.briefTurn.create({ data: { id: createId(), ...moved, ...asked, text: "Make a list." } });
    await services.db.briefTurn.create({
      data: { id: turnId, ...moved, number: 2, role: "assistant", composer: "rules", state },
    });
    const item = { id: commentId, what: "The snare is late.", startSec: 1, endSec: 1.5, noteIds: [commentId] };
    const groups = [{ id: "drums", title: "Drums", items: [{ ...item, conflict: null }] }];
    if (state === "done")
      await services.db.briefDocument.create({ data: { turnId, content: { title: "To do", groups } } });
    return { params: { briefId, turnId, itemId: commentId } };
  };

// biome-ignore format: the columns line up, so that the table reads as one.
export const BRIEFED: ApiCase[] = [
  //                                   anon stra list comm edit ownr song unve
  row(`GET ${BRIEFS}`,                 everyMember(200), brief()),
  row(`POST ${BRIEFS}`,                [401, 404, 403, 201, 201, 201, 201, 201], () => ({ body: { idempotencyKey: createId() } })),
  row(`GET ${BRIEF}`,                  everyMember(200), brief()),
  // The commenter's own; an owner may delete anybody's.
  row(`DELETE ${BRIEF}`,               [401, 404, 403, 204, 403, 204, 403, 403], brief()),
  row(`GET ${BRIEF}/stream`,           everyMember(200), brief()),
  row(`HEAD ${BRIEF}/stream`,          everybody(405)),
  row(`POST ${BRIEF}/turns`,           [401, 404, 403, 201, 201, 201, 201, 201], async (world) => ({
    ...(await brief()(world)), body: { idempotencyKey: createId(), text: "shorter" },
  })),
  row(`POST ${TURN}/cancel`,           [401, 404, 403, 200, 200, 200, 200, 200], brief("queued")),
  row(`POST ${TURN}/retry`,            [401, 404, 403, 200, 200, 200, 200, 200], brief("failed")),
  row(`PUT ${BRIEF}/items/[itemId]/done`, [401, 404, 403, 200, 200, 200, 200, 200], async (world) => ({
    ...(await brief()(world)), body: { isDone: true },
  })),
];
