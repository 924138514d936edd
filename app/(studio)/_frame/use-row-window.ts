"use client";
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";

/** Up to here all rows are in the page, where the browser's own search finds them. */
const ALL_ROWS = 120;
/** Rows beyond both edges of the view, so that scrolling and Tab meet a row that is there. */
const BEYOND = 12;
/** The window moves in steps of so many rows, so that most of a scroll changes nothing. */
const STEP = 6;
const ROW_HEIGHTS = { desk: 48, phone: 56 };
const PHONE = "(max-width: 860px)";

interface RowWindow {
  /** Of the list. */
  ref: RefObject<HTMLUListElement | null>;
  /** Places of the rows to draw, in order; with `rowHeight` a row's place on the page. Null: draw all, one below the other. */
  places: number[] | null;
  rowHeight: number;
}

function subscribe(notify: () => void): () => void {
  const query = window.matchMedia(PHONE);
  query.addEventListener("change", notify);
  return () => query.removeEventListener("change", notify);
}

/** Which of many rows of one height have to be there: those near the view, and the one that has the focus. */
export function useRowWindow(count: number): RowWindow {
  const ref = useRef<HTMLUListElement>(null);
  const isPhone = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(PHONE).matches,
    () => false,
  );
  const rowHeight = isPhone ? ROW_HEIGHTS.phone : ROW_HEIGHTS.desk;
  const [range, setRange] = useState({ from: 0, to: ALL_ROWS });
  const [focused, setFocused] = useState<number | null>(null);
  const isWindowed = count > ALL_ROWS;
  useEffect(() => {
    const list = ref.current;
    const scroller = list?.closest("main");
    if (!isWindowed || !list || !scroller) return;
    const look = () => {
      const above = scroller.getBoundingClientRect().top - list.getBoundingClientRect().top;
      const next = chooseRows(above, scroller.clientHeight, rowHeight);
      setRange((before) => (before.from === next.from && before.to === next.to ? before : next));
    };
    const onFocus = (event: FocusEvent) => {
      const row = event.target instanceof Element ? event.target.closest("[aria-posinset]") : null;
      setFocused(event.type === "focusin" && row ? Number(row.getAttribute("aria-posinset")) - 1 : null);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    scroller.addEventListener("scroll", look, { passive: true });
    list.addEventListener("focusin", onFocus);
    list.addEventListener("focusout", onFocus);
    return () => {
      observer.disconnect();
      scroller.removeEventListener("scroll", look);
      list.removeEventListener("focusin", onFocus);
      list.removeEventListener("focusout", onFocus);
    };
  }, [isWindowed, rowHeight]);
  return { ref, rowHeight, places: isWindowed ? listPlaces(range, count, focused) : null };
}

/** Rows from `from` up to `to`, by how far the list's upper edge is above the view's, and how high the view is. */
export function chooseRows(above: number, viewHeight: number, rowHeight: number): { from: number; to: number } {
  const first = Math.floor((Math.floor(above / rowHeight) - BEYOND) / STEP) * STEP;
  const last = Math.ceil((Math.ceil((above + viewHeight) / rowHeight) + BEYOND) / STEP) * STEP;
  return { from: Math.max(0, first), to: Math.max(STEP, last) };
}

/** The rows of a range, and the one with the focus wherever it is: who scrolls on and presses Tab goes on from there. */
export function listPlaces(range: { from: number; to: number }, count: number, focused: number | null): number[] {
  const to = Math.min(range.to, count);
  const from = Math.min(range.from, Math.max(0, to - 1));
  const places = Array.from({ length: to - from }, (_, i) => from + i);
  if (focused === null || focused >= count || (focused >= from && focused < to)) return places;
  return focused < from ? [focused, ...places] : [...places, focused];
}
