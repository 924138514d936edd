import { render } from "@react-email/render";
import { type ActionMail, ActionMailPage, writeActionText } from "./templates/action-mail";
import type { DigestMail } from "./templates/digest";
import { DigestMailPage } from "./templates/digest-mail";
import { writeDigestText } from "./templates/digest-text";

export type { ActionMail } from "./templates/action-mail";
export type { DigestMail, DigestMark, DigestSong } from "./templates/digest";

/** A mail's words in both forms. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

export async function renderActionMail(mail: ActionMail): Promise<RenderedMail> {
  return {
    subject: cutSubject(mail.subject),
    html: await render(<ActionMailPage {...mail} />),
    text: writeActionText(mail),
  };
}

export async function renderDigestMail(mail: DigestMail): Promise<RenderedMail> {
  return {
    subject: cutSubject(mail.subject),
    html: await render(<DigestMailPage {...mail} />),
    text: writeDigestText(mail),
  };
}

const MAX_SUBJECT_LENGTH = 150;

/** One line, whatever names stand in it. */
function cutSubject(subject: string): string {
  const line = subject.replace(/\s+/gu, " ").trim();
  const signs = [...line];
  return signs.length <= MAX_SUBJECT_LENGTH ? line : `${signs.slice(0, MAX_SUBJECT_LENGTH - 1).join("")}…`;
}
