"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { searchQuery } from "@/app/_client/api/queries";
import type { SearchAnswer } from "@/lib/domains/search/schema";

/** As long as letters come faster than this, nothing is asked. */
const SETTLE_MS = 120;

interface Search {
  /** Of the words that were asked last; the earlier ones' until then. Null while nothing is sought. */
  answer: SearchAnswer | null;
  /** The words that `answer` is for. */
  isCurrent: boolean;
  error: Error | null;
}

/** Searches as one types. Each text has an answer of its own, so that a slow one never takes the place of a newer one. */
export function useSearch(typed: string): Search {
  const text = typed.trim();
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    ...searchQuery(asked),
    enabled: asked !== "" && text !== "",
    placeholderData: keepPreviousData,
  });
  return {
    answer: text === "" ? null : (query.data ?? null),
    isCurrent: asked === text && !query.isPlaceholderData && query.data !== undefined,
    error: text === "" || query.data ? null : query.error,
  };
}
