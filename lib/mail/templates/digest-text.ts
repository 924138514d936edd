import { type DigestMail, type DigestSong, LESS_LABEL, sayKept } from "./digest";

/** The digest in plain text: the same news in the same order. */
export function writeDigestText(mail: DigestMail): string {
  const kept = sayKept(mail);
  const blocks = [
    `Segno, ${mail.date}`,
    `${mail.heading}\n${mail.summary}`,
    ...mail.songs.map(writeSong),
    ...(kept ? [`${kept}, kept among your notifications:\n${mail.homeUrl}`] : []),
    `--\n${mail.rhythm}\nChange when: ${mail.settingsUrl}\n${mail.stopLabel}: ${mail.unsubscribeUrl}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function writeSong(song: DigestSong): string {
  const head = song.facts.length > 0 ? `${song.title} (${song.facts.join(", ")})` : song.title;
  const marks = song.marks.map((mark) => {
    const at = mark.at === null ? "" : `${mark.at}  `;
    return `  ${at}${mark.who}${mark.did ? ` ${mark.did}` : ""}: ${mark.words}`;
  });
  return [
    head,
    ...song.news.map(({ who, rest }) => `  ${who} ${rest}`),
    ...marks,
    ...(song.moreCount > 0 ? [`  and ${song.moreCount} more`] : []),
    `  ${song.action.label}: ${song.action.url}`,
    ...(song.lessUrl === null ? [] : [`  ${LESS_LABEL}: ${song.lessUrl}`]),
  ].join("\n");
}
