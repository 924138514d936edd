import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { personIndexOf } from "@/lib/core/person-index";
import { type DigestMail, renderActionMail, renderDigestMail } from "./render";
import { planCells } from "./templates/mark-line";
import { findPersonIndex } from "./templates/person-color";

const MARK = { personId: "a", who: "Inês", did: null, words: "Bass and kick.", at: "0:41", startSec: 41, endSec: null };

function buildDigest(changes: Partial<DigestMail> = {}): DigestMail {
  return {
    subject: "Segno: 1 comment in Nightferry",
    date: "Tuesday 24 November, 08:00",
    heading: "One thing in Nightferry since yesterday",
    summary: "1 comment.",
    songs: [
      {
        ...{ title: "Paper Lanterns", facts: ["v3", "3:12"], durationSec: 192, moreCount: 0, marks: [MARK] },
        news: [{ who: "Mara", rest: "uploaded v3." }],
        lessUrl: "https://segno.example/less",
        action: { label: "Listen to v3", url: "https://segno.example/s?version=1&at=41", isMain: true },
      },
    ],
    ...{ moreSongCount: 0, olderCount: 12, homeUrl: "https://segno.example/notifications" },
    ...{
      rhythm: "At 08:00.",
      settingsUrl: "https://segno.example/settings",
      stopLabel: "No more digests",
      unsubscribeUrl: "https://segno.example/u",
    },
    ...changes,
  };
}

describe("a mail's words", () => {
  it("say the same in both forms", async () => {
    const { html, text } = await renderDigestMail(buildDigest());
    for (const words of [
      "Paper Lanterns",
      "Inês",
      "Bass and kick.",
      "0:41",
      "Listen to v3",
      "Only mentions of this song",
      "https://segno.example/less",
      "older things",
      "At 08:00.",
    ]) {
      expect([words, html.includes(words), text.includes(words)]).toEqual([words, true, true]);
    }
    expect(html).not.toMatch(/<img|<script|https?:\/\/(?!segno\.example|www\.w3\.org)/);
    expect(html).toContain("prefers-color-scheme: dark");
  });

  it("are inert, whatever people write", async () => {
    const evil = "<img src=x onerror=alert(1)>\"'&\r\nBcc: all@example.com";
    const song = buildDigest().songs[0];
    if (!song) throw new Error("one song");
    const songs = [{ ...song, title: evil, marks: [{ ...MARK, who: evil, words: evil }] }];
    const { subject, html } = await renderDigestMail(buildDigest({ subject: evil, heading: evil, songs }));
    expect(html).not.toContain("<img");
    expect(subject).not.toMatch(/[\r\n]/);
  });

  it("stay below the 100 KB after which mail programs cut", async () => {
    const song = buildDigest().songs[0];
    if (!song) throw new Error("one song");
    const marks = Array.from({ length: 8 }, (_, i) => ({ ...MARK, words: "w".repeat(280), startSec: i * 20 }));
    const songs = Array.from({ length: 10 }, (_, i) => ({
      ...{ ...song, marks, action: { ...song.action, url: `https://segno.example/${i}` } },
    }));
    const { html } = await renderDigestMail(buildDigest({ songs }));
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
  });

  it("carry the link in an action's mail", async () => {
    const action = { label: "Verify address", url: "https://segno.example/verify?token=abc" };
    const { html, text } = await renderActionMail({ subject: "S", heading: "H", body: "B", action, note: "N" });
    expect([html.includes('href="https://segno.example/verify?token=abc"'), text.includes(action.url)]).toEqual([
      true,
      true,
    ]);
  });
});

describe("the line of marks", () => {
  it("fills the width and never overlaps", () => {
    const mark = fc.record({
      startSec: fc.double({ min: 0, max: 400, noNaN: true }),
      endSec: fc.option(fc.double({ min: 0, max: 400, noNaN: true })),
    });
    fc.assert(
      fc.property(
        fc.array(mark, { maxLength: 30 }),
        fc.double({ min: 1, max: 300, noNaN: true }),
        (places, durationSec) => {
          const cells = planCells({ durationSec, marks: places.map((place) => ({ ...MARK, ...place })) });
          const total = cells.reduce((sum, cell) => sum + cell.widthPercent, 0);
          expect(cells.every((cell) => cell.widthPercent >= 0)).toBe(true);
          if (cells.length > 0) expect(total).toBeGreaterThan(99.5);
          expect(total).toBeLessThan(100.5);
        },
      ),
    );
  });

  it("has the colours of the app", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(findPersonIndex(id)).toBe(personIndexOf(id));
      }),
    );
  });
});
