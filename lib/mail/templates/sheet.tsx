import { Body, Container, Head, Heading, Html, Preview, Section, Text } from "@react-email/components";
import type { CSSProperties, ReactNode } from "react";
import { DAY, FONT, MAIL_CSS } from "./theme";

export const BODY_TEXT: CSSProperties = { margin: 0, fontSize: 15, lineHeight: "23px" };
export const SMALL_TEXT: CSSProperties = { margin: 0, fontSize: 13, lineHeight: "20px" };

interface SheetProps {
  title: string;
  preview: string;
  /** Stands at the right of the name, such as the date. */
  aside?: string;
  children: ReactNode;
}

/** The sheet that every mail is: the app's surface on its ground, 600 px wide, with Segno's name on top. */
export function Sheet({ title, preview, aside, children }: SheetProps) {
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: MAIL_CSS }} />
      </Head>
      <Body style={{ margin: 0, padding: 0, background: DAY.ground, fontFamily: FONT }}>
        <Preview>{preview}</Preview>
        <Section className="frame" style={{ background: DAY.ground, padding: "32px 12px" }}>
          <Container
            className="sheet"
            style={{
              width: "100%",
              maxWidth: 600,
              background: DAY.sheet,
              border: `1px solid ${DAY.line}`,
              borderRadius: 10,
              fontFamily: FONT,
            }}
          >
            <Section className="pad" style={{ padding: "26px 36px 0" }}>
              <table role="presentation" width="100%" cellPadding={0} cellSpacing={0}>
                <tbody>
                  <tr>
                    <td className="ink" style={{ fontSize: 15, lineHeight: "20px", fontWeight: 700, color: DAY.ink }}>
                      Segno
                    </td>
                    <td className="grey" align="right" style={{ ...SMALL_TEXT, color: DAY.grey }}>
                      {aside}
                    </td>
                  </tr>
                </tbody>
              </table>
            </Section>
            {children}
          </Container>
        </Section>
      </Body>
    </Html>
  );
}

/** Heading and the sentence under it. */
export function Lead({ heading, children }: { heading: string; children?: ReactNode }) {
  return (
    <Section className="pad" style={{ padding: "24px 36px 0" }}>
      <Heading
        as="h1"
        className="ink"
        style={{ margin: 0, fontSize: 24, lineHeight: "30px", fontWeight: 700, letterSpacing: -0.4, color: DAY.ink }}
      >
        {heading}
      </Heading>
      {children ? (
        <Text className="grey" style={{ ...BODY_TEXT, marginTop: 8, color: DAY.grey }}>
          {children}
        </Text>
      ) : null}
    </Section>
  );
}
