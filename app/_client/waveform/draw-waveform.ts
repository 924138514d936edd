import type { Columns } from "./downsample";

export type WaveColors = { peak: string; rms: string; grid: string };

export type WaveDrawing = {
  columns: Columns | null;
  widthPx: number;
  heightPx: number;
  /** Physical pixels to a CSS pixel. */
  pixelRatio: number;
  colors: WaveColors;
  /** Places of thin upright lines. */
  gridXs: readonly number[];
};

const HEADROOM = 0.97;
const FLAT_LINE_PX = 1;

/** Draws the peak shape, the RMS shape inside it and the grid; without columns, the flat line of a sound that loads. */
export function drawWaveform(context: CanvasRenderingContext2D, drawing: WaveDrawing): void {
  const { columns, widthPx, heightPx, pixelRatio, colors, gridXs } = drawing;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = colors.grid;
  for (const x of gridXs) context.fillRect(Math.round(x), 0, 1, heightPx);
  if (!columns) {
    context.fillStyle = colors.peak;
    context.fillRect(0, (heightPx - FLAT_LINE_PX) / 2, widthPx, FLAT_LINE_PX);
    return;
  }
  // With no RMS there is one shape only, and it takes the stronger tone.
  context.fillStyle = columns.rms ? colors.peak : colors.rms;
  fillShape(context, columns.maximums, columns.minimums, widthPx, heightPx);
  if (columns.rms) {
    context.fillStyle = colors.rms;
    fillShape(context, columns.rms, null, widthPx, heightPx);
  }
}

/** Fills between an upper and a lower edge; without a lower one, the shape is mirrored. */
function fillShape(
  context: CanvasRenderingContext2D,
  upper: Float32Array,
  lower: Float32Array | null,
  widthPx: number,
  heightPx: number,
): void {
  const middle = heightPx / 2;
  const reach = middle * HEADROOM;
  const step = widthPx / upper.length;
  const atLeast = FLAT_LINE_PX / 2;
  context.beginPath();
  context.moveTo(0, middle);
  for (let i = 0; i < upper.length; i++) {
    context.lineTo((i + 0.5) * step, middle - Math.max(atLeast, (upper[i] ?? 0) * reach));
  }
  context.lineTo(widthPx, middle);
  for (let i = upper.length - 1; i >= 0; i--) {
    const depth = lower ? -(lower[i] ?? 0) : (upper[i] ?? 0);
    context.lineTo((i + 0.5) * step, middle + Math.max(atLeast, depth * reach));
  }
  context.closePath();
  context.fill();
}
