"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useReducer, useRef } from "react";
import { songQuery } from "@/app/_client/api/queries";
import type { BriefDocumentView, BriefTurnView, BriefView } from "@/lib/domains/briefs/schema";
import { briefsPath, briefsQuery, type VersionAddress } from "./briefs-query";
import { addNews, type Draft } from "./draft";
import { followBrief } from "./follow-brief";

/** Follows the turn that is being written; how it ends is put into the page's data. */
export function useBriefStream(address: VersionAddress, brief: BriefView, turn: BriefTurnView): Draft {
  const client = useQueryClient();
  const [draft, tell] = useReducer(addNews, { text: turn.draft, seq: brief.seq, line: "live" } satisfies Draft);
  const seq = useRef(draft.seq);
  useEffect(() => {
    seq.current = draft.seq;
  }, [draft.seq]);
  useEffect(() => tell({ kind: "read", text: turn.draft, seq: brief.seq }), [turn.draft, brief.seq]);

  const query = briefsQuery(address);
  const change = (update: (brief: BriefView) => BriefView) =>
    client.setQueryData(query.queryKey, (briefs) => briefs?.map((one) => (one.id === brief.id ? update(one) : one)));
  const follow = useEffectEvent(() =>
    followBrief({
      path: () => `${briefsPath(address)}/${brief.id}/stream?after=${seq.current}`,
      tell,
      onDocument: (document: BriefDocumentView) => change((one) => ({ ...one, document })),
      onEnd: (ended) => {
        change((one) => ({ ...one, turns: one.turns.map((other) => (other.id === ended.id ? ended : other)) }));
        void client.invalidateQueries(query);
      },
      onReread: () => {
        void client.invalidateQueries(query);
        // Of a song that is not this reader's any more the page itself says so.
        void client.invalidateQueries({ queryKey: songQuery(address).queryKey, exact: true });
      },
    }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: one stream a turn
  useEffect(() => follow(), [brief.id, turn.id]);
  return draft;
}
