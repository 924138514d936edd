import type { DigestSong } from "./digest";
import { findPersonIndex } from "./person-color";
import { DAY, PERSON_DAY } from "./theme";

interface Cell {
  widthPercent: number;
  /** 1 … 6; null is the bare line. */
  personIndex: number | null;
}

/** A point is drawn this wide; a range as wide as it is, but not thinner. */
const POINT_PERCENT = 1;

/** The song as a line with a place for every mark: table cells, since mail clients draw nothing else reliably. */
export function MarkLine({ song }: { song: DigestSong }) {
  const cells = planCells(song);
  if (cells.length < 2) return null;
  return (
    <table
      role="presentation"
      aria-hidden="true"
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      style={{ tableLayout: "fixed", margin: "10px 0 8px" }}
    >
      <tbody>
        <tr style={{ fontSize: 0, lineHeight: 0 }}>
          {cells.map((cell, index) => (
            <td
              // Cells have nothing of their own but their place.
              key={`${index}:${cell.widthPercent}`}
              width={`${cell.widthPercent}%`}
              className={cell.personIndex === null ? "track" : `m${cell.personIndex}`}
              style={{
                height: 6,
                background: cell.personIndex === null ? DAY.track : (PERSON_DAY[cell.personIndex - 1] ?? DAY.track),
              }}
            >
              &nbsp;
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

/** Widths in percent, left to right, adding up to 100. Marks that would overlap share the first one's place. */
export function planCells(song: Pick<DigestSong, "durationSec" | "marks">): Cell[] {
  const { durationSec } = song;
  if (durationSec === null || durationSec <= 0) return [];
  const cells: Cell[] = [];
  let drawn = 0;
  const marks = song.marks.filter((mark) => mark.startSec !== null && mark.startSec < durationSec);
  for (const mark of marks.sort((a, b) => (a.startSec ?? 0) - (b.startSec ?? 0))) {
    const start = Math.min(100 * ((mark.startSec ?? 0) / durationSec), 100 - POINT_PERCENT);
    if (start < drawn || mark.personId === null) continue;
    const end = 100 * (Math.min(mark.endSec ?? 0, durationSec) / durationSec);
    const width = Math.max(POINT_PERCENT, end - start);
    if (start > drawn) cells.push({ widthPercent: round(start - drawn), personIndex: null });
    cells.push({ widthPercent: round(width), personIndex: findPersonIndex(mark.personId) });
    drawn = start + width;
  }
  if (cells.length > 0 && drawn < 100) cells.push({ widthPercent: round(100 - drawn), personIndex: null });
  return cells;
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}
