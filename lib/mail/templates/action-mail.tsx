import { Button, Hr, Link, Section, Text } from "@react-email/components";
import { Lead, Sheet, SMALL_TEXT } from "./sheet";
import { DAY } from "./theme";

/** A mail with one thing to do. */
export interface ActionMail {
  subject: string;
  heading: string;
  body: string;
  action: { label: string; url: string };
  /** Why it came and what happens if nothing is done. */
  note: string;
}

export function ActionMailPage({ subject, heading, body, action, note }: ActionMail) {
  return (
    <Sheet title={subject} preview={body}>
      <Lead heading={heading}>{body}</Lead>
      <Section className="pad act" style={{ padding: "22px 36px 0" }}>
        <Button
          href={action.url}
          className="button"
          style={{
            display: "inline-block",
            padding: "12px 20px",
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
      <Section className="pad" style={{ padding: "0 36px" }}>
        <Text className="grey" style={{ ...SMALL_TEXT, marginTop: 16, color: DAY.grey, wordBreak: "break-all" }}>
          Or open{" "}
          <Link href={action.url} style={{ color: DAY.grey, fontWeight: 400, textDecoration: "underline" }}>
            {action.url}
          </Link>
        </Text>
      </Section>
      <Section className="pad" style={{ padding: "26px 36px 28px" }}>
        <Hr className="rule" style={{ margin: 0, border: 0, borderTop: `1px solid ${DAY.line}` }} />
        <Text className="grey" style={{ ...SMALL_TEXT, marginTop: 18, color: DAY.grey }}>
          {note}
        </Text>
      </Section>
    </Sheet>
  );
}

/** The same in plain text. */
export function writeActionText({ heading, body, action, note }: ActionMail): string {
  return [heading, body, `${action.label}:\n${action.url}`, `--\n${note}`].join("\n\n").concat("\n");
}
