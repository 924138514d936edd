import type { ReactElement } from "react";
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

const DOCTYPE =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';

let renderer: Promise<{ renderToStaticMarkup: (page: ReactElement) => string }> | null = null;

/**
 * In one go: the templates wait for nothing, and React Email's own `render`, which could wait, takes six times as long.
 * Imported when first used, as Next lets no file that a route reaches import it at its head.
 */
async function render(page: ReactElement): Promise<string> {
  renderer ??= import("react-dom/server");
  const { renderToStaticMarkup } = await renderer;
  return DOCTYPE + renderToStaticMarkup(page);
}

const MAX_SUBJECT_LENGTH = 150;

/** One line, whatever names stand in it. */
function cutSubject(subject: string): string {
  const line = subject.replace(/\s+/gu, " ").trim();
  const signs = [...line];
  return signs.length <= MAX_SUBJECT_LENGTH ? line : `${signs.slice(0, MAX_SUBJECT_LENGTH - 1).join("")}…`;
}
