import { PAGE_SCRIPT, PAGE_STYLE } from "./archive-page-parts";
import { formatClockTime } from "./clock-time";
import { escapeXml } from "./escape-xml";
import { type Mark, toText } from "./mark-sheet";

export interface PageVersion {
  number: number;
  label: string;
  note: string;
  durationSec: number | null;
  fileName: string;
  /** Paths from the page on: the original, and what a browser plays of it. */
  src: string;
  plays: string;
  marks: Mark[];
}

export interface PageSong {
  name: string;
  description: string;
  cover: string | null;
  versions: PageVersion[];
  files: { name: string; src: string }[];
}

interface Page {
  project: string;
  cover: boolean;
  songs: PageSong[];
  madeAt: string;
}

/** A page that plays and shows an archive from its folder: one file, no network, readable without its script. */
export function writeArchivePage({ project, cover, songs, madeAt }: Page): string {
  const picture = cover ? `<img class="cover" src="cover.webp" alt="">` : "";
  const count = songs.length === 1 ? "1 song" : `${songs.length} songs`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say(project)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>${picture}<div><h1>${say(project)}</h1><p class="quiet">${count} · as of ${say(madeAt.slice(0, 10))}</p></div></header>
<main>
${songs.map(writeSong).join("\n")}
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function writeSong(song: PageSong): string {
  const cover = song.cover === null ? "" : `<img class="cover" src="${link(song.cover)}" alt="">`;
  const description = song.description === "" ? "" : `<p class="words">${say(song.description)}</p>`;
  const files = song.files.map(({ name, src }) => `<li><a href="${link(src)}">${say(name)}</a></li>`).join("");
  return `<article>
<div class="title">${cover}<div><h2>${say(song.name)}</h2>${description}</div></div>
${song.versions.length === 0 ? `<p class="quiet">No version yet.</p>` : song.versions.map((version) => writeVersion(song, version)).join("\n")}
${files === "" ? "" : `<h3>Files</h3><ul>${files}</ul>`}
</article>`;
}

function writeVersion(song: PageSong, version: PageVersion): string {
  const { number, label, note, fileName, src, plays, marks } = version;
  const name = label === "" ? `Version ${number}` : `Version ${number}: ${label}`;
  const words = note === "" ? "" : `<p class="words">${say(note)}</p>`;
  const notes = marks.length === 0 ? "" : `<ol>${marks.map(writeMark).join("")}</ol>`;
  return `<section>
<h3>${say(name)}</h3>${words}
<audio controls preload="none" src="${link(plays)}" aria-label="${say(`${song.name}, version ${number}`)}"></audio>
<p class="quiet"><a href="${link(src)}">${say(fileName)}</a></p>
${notes}
</section>`;
}

function writeMark(mark: Mark): string {
  const { startMs, endMs } = mark;
  const range = endMs === null ? "" : `–${formatClockTime(endMs)}`;
  const place =
    startMs === null
      ? `<span class="quiet">Whole song</span>`
      : `<button type="button" data-at="${startMs / 1000}">${formatClockTime(startMs)}${range}</button>`;
  const done = mark.resolvedAt === null ? "" : ` <span class="quiet">resolved</span>`;
  const replies = mark.replies.map(
    ({ author, body }) => `<div class="reply"><b>${say(author)}</b><p>${say(body)}</p></div>`,
  );
  const who = `<b style="color:#${mark.color}">${say(mark.author)}</b>`;
  return `<li>${place} ${who}${done}<p>${say(mark.body)}</p>${replies.join("")}</li>`;
}

function say(text: string): string {
  return escapeXml(toText(text));
}

/** Each part of a path as an address has it. */
function link(path: string): string {
  return escapeXml(path.split("/").map(encodeURIComponent).join("/"));
}
