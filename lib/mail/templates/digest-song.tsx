import { Button, Hr, Link, Section, Text } from "@react-email/components";
import { type DigestMark, type DigestSong, LESS_LABEL } from "./digest";
import { MarkLine } from "./mark-line";
import { findPersonIndex } from "./person-color";
import { BODY_TEXT, SMALL_TEXT } from "./sheet";
import { DAY, PERSON_DAY } from "./theme";

export function DigestSongSection({ song }: { song: DigestSong }) {
  return (
    <Section className="pad" style={{ padding: "24px 36px 0" }}>
      <Hr className="rule" style={{ margin: "0 0 20px", border: 0, borderTop: `1px solid ${DAY.line}` }} />
      <SongHead song={song} />
      <MarkLine song={song} />
      {song.news.map((item) => (
        <Text key={`${item.who}${item.rest}`} className="ink" style={{ ...BODY_TEXT, paddingTop: 4, color: DAY.ink }}>
          <b>{item.who}</b> {item.rest}
        </Text>
      ))}
      {song.marks.length > 0 ? <Marks marks={song.marks} moreCount={song.moreCount} /> : null}
      <SongAction song={song} />
      {song.lessUrl === null ? null : (
        <Text className="grey" style={{ ...SMALL_TEXT, paddingTop: 8, color: DAY.grey }}>
          <Link href={song.lessUrl} style={{ color: DAY.grey, textDecoration: "underline" }}>
            {LESS_LABEL}
          </Link>
        </Text>
      )}
    </Section>
  );
}

function SongHead({ song }: { song: DigestSong }) {
  return (
    <table role="presentation" width="100%" cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          <td className="ink" style={{ color: DAY.ink }}>
            <h2 style={{ margin: 0, fontSize: 17, lineHeight: "24px", fontWeight: 700, letterSpacing: -0.2 }}>
              {song.title}
            </h2>
          </td>
          <td
            className="grey"
            align="right"
            style={{ fontSize: 13, lineHeight: "24px", color: DAY.grey, whiteSpace: "nowrap", paddingLeft: 12 }}
          >
            {song.facts.join(" \u00a0·\u00a0 ")}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Marks({ marks, moreCount }: { marks: DigestMark[]; moreCount: number }) {
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} style={{ marginTop: 10 }}>
      <tbody>
        {marks.map((mark, index) => (
          // The order is what tells two equal sentences apart.
          <MarkRow key={`${index}${mark.words}`} mark={mark} />
        ))}
        {moreCount > 0 ? (
          <tr>
            <td colSpan={2} className="grey" style={{ ...BODY_TEXT, color: DAY.grey, padding: "3px 0" }}>
              and {moreCount} more
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}

function MarkRow({ mark }: { mark: DigestMark }) {
  const index = mark.personId === null ? null : findPersonIndex(mark.personId);
  const color = index === null ? DAY.grey : (PERSON_DAY[index - 1] ?? DAY.grey);
  return (
    <tr>
      <td
        className={index === null ? "grey" : `p${index}`}
        valign="top"
        width={86}
        style={{ ...BODY_TEXT, fontWeight: 700, color, padding: "3px 8px 3px 0", whiteSpace: "nowrap" }}
      >
        {mark.at ?? "·"}
      </td>
      <td className="ink" valign="top" style={{ ...BODY_TEXT, color: DAY.ink, padding: "3px 0" }}>
        <b>
          {mark.who}
          {mark.did ? ` ${mark.did}` : ""}:
        </b>{" "}
        {mark.words}
      </td>
    </tr>
  );
}

function SongAction({ song: { action } }: { song: DigestSong }) {
  if (!action.isMain) {
    return (
      <Text className="act" style={{ ...BODY_TEXT, paddingTop: 8 }}>
        <Link href={action.url} style={{ color: DAY.link, fontWeight: 700, textDecoration: "none" }}>
          {action.label}&nbsp;→
        </Link>
      </Text>
    );
  }
  return (
    <Section className="act" style={{ paddingTop: 14 }}>
      <Button
        href={action.url}
        className="button"
        style={{
          padding: "10px 18px",
          background: DAY.button,
          borderRadius: 7,
          fontSize: 15,
          lineHeight: "20px",
          fontWeight: 700,
          color: DAY.onButton,
          textDecoration: "none",
        }}
      >
        {action.label}
      </Button>
    </Section>
  );
}
