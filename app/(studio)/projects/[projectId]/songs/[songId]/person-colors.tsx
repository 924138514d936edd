"use client";
import { createContext, type ReactNode, useCallback, useContext, useMemo } from "react";
import { usePerson } from "@/app/(studio)/_frame/person";
import { assignPersonIndexes, type PersonIndex, personIndexOf } from "@/lib/core/person-index";
import type { CommentView } from "@/lib/domains/comments/schema";

const ColorContext = createContext<ReadonlyMap<string, PersonIndex>>(new Map());

/** Gives everybody who said something here, and oneself, a colour of their own. */
export function PersonColors({ comments, children }: { comments: CommentView[]; children: ReactNode }) {
  const { id } = usePerson();
  const colors = useMemo(
    () => assignPersonIndexes([id, ...comments.map((comment) => comment.author.id)]),
    [comments, id],
  );
  return <ColorContext value={colors}>{children}</ColorContext>;
}

/** Answers a person's colour on this page. */
export function usePersonColor(): (personId: string) => PersonIndex {
  const colors = useContext(ColorContext);
  return useCallback((personId) => colors.get(personId) ?? personIndexOf(personId), [colors]);
}
