/** The part of a song in sight, in seconds. */
export type View = { fromSec: number; toSec: number };

/** Nobody hears a shorter stretch; it also keeps a column of pixels above one sample. */
export const SHORTEST_VIEW_SEC = 0.5;

/** Where the playhead lands when the view turns its page while following. */
const PAGE_MARGIN = 0.08;

export function spanOf(view: View): number {
  return view.toSec - view.fromSec;
}

export function timeToX(sec: number, view: View, widthPx: number): number {
  return ((sec - view.fromSec) / spanOf(view)) * widthPx;
}

export function xToTime(x: number, view: View, widthPx: number): number {
  return widthPx > 0 ? view.fromSec + (x / widthPx) * spanOf(view) : view.fromSec;
}

/** Keeps the span where it can and moves it inside 0 … durationSec. */
export function clampView(view: View, durationSec: number): View {
  const longest = Math.max(durationSec, SHORTEST_VIEW_SEC);
  const span = Math.min(Math.max(spanOf(view), Math.min(SHORTEST_VIEW_SEC, longest)), longest);
  const fromSec = Math.min(Math.max(0, view.fromSec), longest - span);
  return { fromSec, toSec: fromSec + span };
}

/** A factor above 1 comes nearer; the anchor stays where it is on the screen. */
export function zoomView(view: View, factor: number, anchorSec: number, durationSec: number): View {
  const span = Math.min(Math.max(spanOf(view) / factor, SHORTEST_VIEW_SEC), Math.max(durationSec, SHORTEST_VIEW_SEC));
  const share = (anchorSec - view.fromSec) / spanOf(view);
  const fromSec = anchorSec - share * span;
  return clampView({ fromSec, toSec: fromSec + span }, durationSec);
}

export function panView(view: View, deltaSec: number, durationSec: number): View {
  return clampView({ fromSec: view.fromSec + deltaSec, toSec: view.toSec + deltaSec }, durationSec);
}

/** Turns the page when the position has left the view; answers the same object when nothing changes. */
export function followView(view: View, positionSec: number, durationSec: number): View {
  if (positionSec >= view.fromSec && positionSec <= view.toSec) return view;
  const fromSec = positionSec - spanOf(view) * PAGE_MARGIN;
  const next = clampView({ fromSec, toSec: fromSec + spanOf(view) }, durationSec);
  return next.fromSec === view.fromSec ? view : next;
}

/** How near the view is, 0 (whole song) to 1 (nearest), on a logarithmic scale for a slider. */
export function zoomLevelOf(view: View, durationSec: number): number {
  const range = Math.log(Math.max(durationSec, SHORTEST_VIEW_SEC) / SHORTEST_VIEW_SEC);
  return range > 0 ? Math.min(1, Math.max(0, Math.log(durationSec / spanOf(view)) / range)) : 0;
}

/** The inverse: the span that belongs to a level of the slider. */
export function spanAtZoomLevel(level: number, durationSec: number): number {
  return durationSec * (SHORTEST_VIEW_SEC / Math.max(durationSec, SHORTEST_VIEW_SEC)) ** level;
}
