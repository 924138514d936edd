import type { ActionMail } from "@/lib/mail/render";

/** How many strangers a day may make one link send mail. */
export const MAX_ASKED_A_DAY = 20;
export const DAY_MS = 24 * 60 * 60 * 1000;
/** How long such a mail may wait for the provider or the quota. */
export const ASK_MAIL_PATIENCE_MS = 7 * DAY_MS;

interface AskWords {
  email: string;
  words: string;
  /** Of the song or the project. */
  name: string;
  url: string;
}

export function writeAskMail({ email, words, name, url }: AskWords): ActionMail {
  return {
    subject: `${email} asks for access to ${name}`,
    heading: `${email} asks for access to “${name}”`,
    body: words === "" ? "They came by a link that opens nothing for them." : `They write: “${words}”`,
    action: { label: "Share it with them", url },
    note: "Nothing is shared until you say so; in Segno it stands under Links. If you don't know them, leave this mail alone.",
  };
}
