import { readFile } from "node:fs/promises";
import path from "node:path";
import { buildLevels, sampleColumns } from "@/app/_client/waveform/downsample";
import { parsePeaks } from "@/app/_client/waveform/parse-peaks";
import { drawCoverArt } from "@/app/_ui/cover-art";
import { type LinkPicture, readLinkPicture } from "@/lib/domains/links/previewing/reads";
import { CARD_BARS, drawCard, drawPlainCard } from "@/lib/pictures/draw-card";
import { getServices } from "@/lib/services";

export const dynamic = "force-dynamic";

let plain: Promise<Uint8Array> | null = null;

/** The picture that chats show of a link. Of one that must reveal nothing it is the same picture as of one that never was. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  const bytes = await drawOf(token);
  const headers = { "content-type": "image/png", "cache-control": "private, max-age=300" };
  return new Response(new Uint8Array(bytes), { headers });
}

async function drawOf(token: string): Promise<Uint8Array> {
  const services = getServices();
  try {
    const picture = await readLinkPicture(services, token);
    if (picture) return await draw(picture);
  } catch (err) {
    // A preview is no reason to fail: storage may be away for a moment.
    services.log.warn({ err }, "a link's preview could not be drawn");
  }
  plain ??= readFile(path.join(process.cwd(), "public/icon-192.png")).then(drawPlainCard);
  return await plain;
}

function draw({ coverOf, cover, peaks }: LinkPicture): Promise<Uint8Array> {
  const { groundHue, figureHue } = drawCoverArt(coverOf);
  const figure = { l: 0.8, c: 0.11, h: figureHue };
  return drawCard({ ground: { l: 0.23, c: 0.035, h: groundHue }, figure, bars: measure(peaks), cover });
}

/** The loudest moment of each of the bars, the loudest of all as high as may be. */
function measure(peaks: Uint8Array | null): number[] {
  const parsed = peaks && parsePeaks(new Uint8Array(peaks).buffer);
  if (!parsed) return [];
  const lengthSec = (parsed.maximums.length * parsed.samplesPerPixel) / parsed.sampleRateHz;
  const columns = sampleColumns(buildLevels(parsed, null), 0, lengthSec, CARD_BARS);
  if (!columns) return [];
  const heights = [...columns.maximums].map((high, i) => Math.max(high, -(columns.minimums[i] ?? 0)));
  const loudest = Math.max(...heights);
  return loudest > 0 ? heights.map((height) => height / loudest) : heights;
}
