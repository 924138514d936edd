"use client";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { sharesQuery } from "@/app/_client/api/queries";
import { useDraft } from "@/app/_client/comments/use-draft";
import { usePerson } from "@/app/(studio)/_frame/person";
import { describeRole } from "@/app/(studio)/_frame/share-words";
import type { SongView } from "@/lib/domains/songs/schema";
import { keepMentioned, type Picked, readQuery } from "./mentioned";

export interface MentionOption extends Picked {
  detail: string;
}

export interface Mentions {
  listId: string;
  options: MentionOption[];
  active: number;
  /** For the field: what a screen reader is told of the list. */
  aria: {
    "aria-autocomplete": "list";
    "aria-controls"?: string;
    "aria-activedescendant"?: string;
  };
  /** Where the caret is now. */
  onCaret: (caret: number) => void;
  /** Whether the list took the key. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  pick: (option: MentionOption) => void;
  setActive: (index: number) => void;
  /** Ids of those who are named in these words. */
  read: (words: string) => string[];
  clear: () => void;
}

const SHOWN = 6;

interface MentionsOptions {
  song: SongView;
  /** Names the draft that the picked people belong to. */
  draft: string;
  words: string;
  onWords: (words: string) => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Offers who can open the song when an "@" is typed, and keeps who was picked: a person, not a name. */
export function useMentions({ song, draft, words, onWords, field }: MentionsOptions): Mentions {
  const listId = useId();
  const me = usePerson();
  const [kept, setKept] = useDraft(`mentions:${draft}`);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const found = readQuery(words, caret);
  const isOpen = found !== null && closedAt !== found.start;
  const people = useQuery({ ...sharesQuery(song.projectId, song.id), enabled: found !== null }).data?.members ?? [];
  const picked = kept === "" ? [] : (JSON.parse(kept) as Picked[]);

  const sought = found?.query.toLowerCase() ?? "";
  const options = isOpen
    ? [...new Map(people.map((member) => [member.person.id, member])).values()]
        .filter(({ person }) => person.id !== me.id && person.name.toLowerCase().includes(sought))
        .slice(0, SHOWN)
        .map(({ person, email, role }) => ({ ...person, detail: email ?? describeRole(role) }))
    : [];
  const at = Math.min(active, options.length - 1);

  const pick = ({ id, name }: MentionOption) => {
    if (!found) return;
    const head = `${words.slice(0, found.start)}@${name} `;
    onWords(head + words.slice(caret));
    setKept(JSON.stringify([...picked, { id, name }]));
    setActive(0);
    setCaret(head.length);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(head.length, head.length);
    });
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const option = options[at];
    if (!option || event.nativeEvent.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setActive((at + step + options.length) % options.length);
    else if (event.key === "Enter" || event.key === "Tab") pick(option);
    else if (event.key === "Escape") setClosedAt(found?.start ?? null);
    else return false;
    event.preventDefault();
    return true;
  };
  const option = options[at];
  return {
    ...{ listId, options, onKeyDown, pick, setActive },
    active: at,
    aria: {
      "aria-autocomplete": "list",
      ...(option ? { "aria-controls": listId, "aria-activedescendant": `${listId}-${at}` } : {}),
    },
    onCaret: setCaret,
    read: (text) => keepMentioned(text, picked),
    clear: () => setKept(""),
  };
}
