export type TooltipSide = "top" | "right" | "bottom" | "left";

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const GAP_PX = 6;
const EDGE_PX = 8;

/** Where words stand beside their button, in px of the window: on the side asked for, or across when there is no room. */
export function placeBeside(
  anchor: Box,
  words: Pick<Box, "width" | "height">,
  view: Pick<Box, "width" | "height">,
  side: TooltipSide,
): { left: number; top: number } {
  const isUpright = side === "top" || side === "bottom";
  const before = isUpright ? anchor.top - words.height - GAP_PX : anchor.left - words.width - GAP_PX;
  const after = isUpright ? anchor.top + anchor.height + GAP_PX : anchor.left + anchor.width + GAP_PX;
  const room = isUpright ? view.height - words.height : view.width - words.width;
  const wantsBefore = side === "top" || side === "left";
  const isBefore = wantsBefore ? before >= EDGE_PX : after > room - EDGE_PX;
  const along = isBefore ? before : after;
  const middle = isUpright
    ? keepWithin(anchor.left + anchor.width / 2 - words.width / 2, view.width - words.width)
    : keepWithin(anchor.top + anchor.height / 2 - words.height / 2, view.height - words.height);
  return isUpright ? { left: middle, top: along } : { left: along, top: middle };
}

function keepWithin(at: number, room: number): number {
  return Math.max(EDGE_PX, Math.min(at, room - EDGE_PX));
}
