import { formatSeconds } from "./clock-time";
import { escapeXml } from "./escape-xml";
import type { FrameRate } from "./frame-rate";
import { type Mark, type MarkSheet, nameThread, toLine } from "./mark-sheet";

/** The numbers that Cubase gives frame rates in a track archive. */
const FRAME_TYPES: Record<FrameRate, number> = {
  "23.976": 12,
  "24": 2,
  "25": 3,
  "29.97": 4,
  "29.97df": 6,
  "30": 5,
};
/** Seconds, not beats. */
const LINEAR = `<member name="Domain"><int name="Type" value="1"/><float name="Period" value="1"/></member>`;

/**
 * A track archive with one marker track: a marker for a moment, a cycle marker for a range. The project begins at the offset, and
 * markers are counted from there.
 */
export function writeCubaseXml(sheet: MarkSheet): string {
  let id = 0;
  const nextId = () => ++id;
  const length = formatSeconds(
    Math.max(sheet.durationMs ?? 0, ...sheet.marks.slice(-1).map((mark) => mark.startMs ?? 0)),
  );
  const track = nextId();
  const node = nextId();
  const events = sheet.marks.map((mark, i) => writeEvent(mark, { id: nextId(), number: i + 1 }));
  return `<?xml version="1.0" encoding="utf-8"?>
<tracklist2>
  <list name="track" type="obj">
    <obj class="MMarkerTrackEvent" ID="${track}">
      <int name="Flags" value="1"/>
      <float name="Start" value="0"/>
      <float name="Length" value="${length}"/>
      <obj class="MListNode" name="Node" ID="${node}">
        <string name="Name" value="${escapeXml(toLine(`${sheet.song} v${sheet.version.number}`))}" wide="true"/>
        ${LINEAR}
        <list name="Events" type="obj">
${events.join("\n")}
        </list>
      </obj>
      <obj class="MTrack" name="Track Device" ID="${nextId()}">
        <int name="Connection Type" value="2"/>
      </obj>
    </obj>
  </list>
  <obj class="PArrangeSetup" name="Setup" ID="${nextId()}">
    <member name="Start"><float name="Time" value="${formatSeconds(sheet.offsetMs)}"/>${LINEAR}</member>
    <member name="Length"><float name="Time" value="${length}"/>${LINEAR}</member>
    <int name="BarOffset" value="0"/>
    <int name="FrameType" value="${FRAME_TYPES[sheet.frameRate]}"/>
    <int name="TimeType" value="0"/>
    <float name="SampleRate" value="${sheet.sampleRateHz}"/>
  </obj>
</tracklist2>
`;
}

function writeEvent(mark: Mark, { id, number }: { id: number; number: number }): string {
  const startMs = mark.startMs ?? 0;
  const lengthMs = mark.endMs === null ? 0 : mark.endMs - startMs;
  const kind = mark.endMs === null ? "MMarkerEvent" : "MRangeMarkerEvent";
  return `          <obj class="${kind}" ID="${id}">
            <float name="Start" value="${formatSeconds(startMs)}"/>
            <float name="Length" value="${formatSeconds(lengthMs)}"/>
            <string name="Name" value="${escapeXml(nameThread(mark))}" wide="true"/>
            <int name="ID" value="${number}"/>
          </obj>`;
}
