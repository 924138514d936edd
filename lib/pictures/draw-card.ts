import sharp, { type OverlayOptions } from "sharp";
import { createSlots } from "@/lib/core/slots";
import { type Oklch, type Rgb, toRgb } from "./oklch";

/** What chats and mails show of a link, in pixels (the size that OpenGraph readers ask for). */
export const CARD = { width: 1200, height: 630 } as const;
/** How many bars a waveform has at most. */
export const CARD_BARS = 96;

const GROUND: Rgb = toRgb({ l: 0.178, c: 0.004, h: 80 });
const MARGIN = 96;
const COVER_SIDE = 392;
const BAR_PITCH = 10;
const BAR_WIDTH = 6;
const LONGEST_BAR = 392;
const SHORTEST_BAR = 6;

/** What a card is drawn from. */
export interface CardDrawing {
  /** Of the cover: the ground behind all, and the waveform's colour. */
  ground: Oklch;
  figure: Oklch;
  /** Loudness from the left to the right, 0 to 1; empty draws none. */
  bars: readonly number[];
  /** A square picture; null for none. */
  cover: Uint8Array | null;
}

const withSlot = createSlots(1);

/** A link's preview: its cover, and the shape of its sound. No words, so that it needs no font. Answers a PNG. */
export function drawCard({ ground, figure, bars, cover }: CardDrawing): Promise<Uint8Array> {
  const canvas = fill(toRgb(ground));
  const left = cover ? MARGIN * 2 + COVER_SIDE : MARGIN;
  drawBars(canvas, bars, left, toRgb(figure));
  return withSlot(async () => {
    const layers = cover ? [{ input: await fitCover(cover), left: MARGIN, top: centre(COVER_SIDE) }] : [];
    return await encode(canvas, layers);
  });
}

const MARK_SIDE = 180;

/** The card of a link that reveals nothing: Segno's mark alone, the same bytes every time. */
export function drawPlainCard(mark: Uint8Array): Promise<Uint8Array> {
  return withSlot(async () => {
    const input = await sharp(mark).resize(MARK_SIDE, MARK_SIDE).png().toBuffer();
    return await encode(fill(GROUND), [{ input, left: (CARD.width - MARK_SIDE) / 2, top: centre(MARK_SIDE) }]);
  });
}

function centre(height: number): number {
  return (CARD.height - height) / 2;
}

function fitCover(cover: Uint8Array): Promise<Buffer> {
  return sharp(cover).resize(COVER_SIDE, COVER_SIDE, { fit: "cover" }).png().toBuffer();
}

function fill(color: Rgb): Uint8Array {
  const canvas = new Uint8Array(CARD.width * CARD.height * 3);
  for (let at = 0; at < canvas.length; at += 3) canvas.set(color, at);
  return canvas;
}

function drawBars(canvas: Uint8Array, bars: readonly number[], left: number, color: Rgb): void {
  const room = Math.floor((CARD.width - MARGIN - left) / BAR_PITCH);
  for (let bar = 0; bar < room && bars.length > 0; bar++) {
    const from = Math.floor((bar * bars.length) / room);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * bars.length) / room));
    const loudest = Math.max(0, ...bars.slice(from, to));
    const height = Math.round(Math.min(1, loudest) * LONGEST_BAR);
    drawPill(canvas, left + bar * BAR_PITCH, Math.max(SHORTEST_BAR, height), color);
  }
}

/** An upright bar around the middle, its ends rounded by leaving out what is farther than half its width. */
function drawPill(canvas: Uint8Array, left: number, height: number, color: Rgb): void {
  const radius = BAR_WIDTH / 2;
  const top = Math.round(centre(height));
  for (let y = 0; y < height; y++) {
    const beyond = Math.max(radius - y - 0.5, y + 0.5 - (height - radius), 0);
    for (let x = 0; x < BAR_WIDTH; x++) {
      if (beyond > 0 && Math.hypot(x + 0.5 - radius, beyond) > radius) continue;
      canvas.set(color, ((top + y) * CARD.width + left + x) * 3);
    }
  }
}

async function encode(canvas: Uint8Array, layers: OverlayOptions[]): Promise<Uint8Array> {
  return await sharp(canvas, { raw: { ...CARD, channels: 3 } })
    .composite(layers)
    .png({ compressionLevel: 9 })
    .toBuffer();
}
