"use client";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import { findSentenceEnd } from "./sentences";

/** A text that grows, line by line; read aloud by sentences, not by pieces. Kept in sight as long as its end is. */
export function DraftText({ text }: { text: string }) {
  const end = useRef<HTMLDivElement>(null);
  const spoken = useSpoken(text);
  const wasInSight = useRef(true);
  useEffect(() => {
    const element = end.current;
    if (!element) return;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        wasInSight.current = entry?.isIntersecting ?? false;
      },
      { rootMargin: "120px" },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what grew moves the end
  useEffect(() => {
    if (wasInSight.current) end.current?.scrollIntoView({ block: "nearest" });
  }, [text]);
  return (
    <>
      <div aria-busy className="min-h-40 px-4 pt-3 pb-5 text-body">
        {text.split("\n").map((line, index, lines) => (
          // Lines are only ever added at the end.
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <DraftLine key={index} line={line} isHeading={index > 0 && lines[index - 1] === ""} />
        ))}
        <div ref={end} />
      </div>
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
    </>
  );
}

/** As whoever writes lays it out: a heading after an empty line, things to do after a dash. */
function DraftLine({ line, isHeading }: { line: string; isHeading: boolean }) {
  const item = /^–\s*(.*)$/u.exec(line)?.[1];
  if (line === "") return null;
  return (
    <p
      dir="auto"
      className={joinClasses(
        "animate-arrive break-words",
        isHeading && "mt-4 font-strong text-ui",
        item !== undefined && "mt-1.5 border-grey-3 border-l-2 pl-2.5 text-grey-1",
        !isHeading && item === undefined && "mt-1.5 text-grey-1 first:mt-0",
      )}
    >
      {item ?? line}
    </p>
  );
}

/** Often enough to follow, seldom enough to be heard out. */
const SPEAK_EVERY_MS = 2_500;

/** What is read aloud next: the whole sentences since the last time. */
function useSpoken(text: string): string {
  const [spoken, setSpoken] = useState("");
  const from = useRef(findSentenceEnd(text));
  const speak = useEffectEvent(() => {
    // A new attempt begins anew.
    if (from.current > text.length) from.current = 0;
    const to = findSentenceEnd(text);
    if (to > from.current) setSpoken(text.slice(from.current, to).trim());
    from.current = Math.max(from.current, to);
  });
  useEffect(() => {
    const timer = setInterval(() => speak(), SPEAK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return spoken;
}
