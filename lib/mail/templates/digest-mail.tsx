import { Hr, Link, Section, Text } from "@react-email/components";
import { type DigestMail, sayKept } from "./digest";
import { DigestSongSection } from "./digest-song";
import { Lead, Sheet, SMALL_TEXT } from "./sheet";
import { DAY } from "./theme";

export function DigestMailPage(mail: DigestMail) {
  const kept = sayKept(mail);
  const quiet = { color: DAY.grey, textDecoration: "underline" };
  return (
    <Sheet title={mail.subject} preview={mail.summary} aside={mail.date}>
      <Lead heading={mail.heading}>{mail.summary}</Lead>
      {mail.songs.map((song) => (
        <DigestSongSection key={song.action.url} song={song} />
      ))}
      <Section className="pad foot" style={{ padding: "28px 36px" }}>
        <Hr className="rule" style={{ margin: 0, border: 0, borderTop: `1px solid ${DAY.line}` }} />
        {kept ? (
          <Text className="grey" style={{ ...SMALL_TEXT, marginTop: 18, color: DAY.grey }}>
            {kept},{" "}
            <Link href={mail.homeUrl} style={quiet}>
              kept among your notifications
            </Link>
            .
          </Text>
        ) : null}
        <Text className="grey" style={{ ...SMALL_TEXT, marginTop: 18, color: DAY.grey }}>
          {mail.rhythm}
          <br />
          <Link href={mail.settingsUrl} style={quiet}>
            Change when
          </Link>
          &ensp;·&ensp;
          <Link href={mail.unsubscribeUrl} style={quiet}>
            {mail.stopLabel}
          </Link>
        </Text>
      </Section>
    </Sheet>
  );
}
