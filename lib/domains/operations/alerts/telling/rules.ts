import type { ActionMail } from "@/lib/mail/render";

interface AlertWords {
  title: string;
  /** What was found, then what to do, a line each; evidence behind it is for the page. */
  detail: string;
  isCleared: boolean;
}

/** What an administrator reads when an alert fires, and when it is over. */
export function writeAlertMail(appUrl: string, { title, detail, isCleared }: AlertWords): ActionMail {
  const heading = isCleared ? `Well again: ${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
  const found = detail.split("\n").slice(0, 2).join(" ").trim();
  return {
    ...{ subject: `Segno: ${heading}`, heading },
    body: isCleared ? "What was wrong is well again. You need not do anything." : found,
    action: { label: "Look at the panel", url: `${appUrl}/operations` },
    note: "You get this as you look after this Segno. On that page it can be muted.",
  };
}
