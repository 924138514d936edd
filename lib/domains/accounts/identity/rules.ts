import type { ActionMail } from "@/lib/mail/render";

const NOT_YOU = "If it was not you, set a new password at once: it signs everybody out and ends what was begun.";

export function writePasswordChangedMail(appUrl: string): ActionMail {
  return {
    subject: "Your password for Segno was changed",
    heading: "Your password was changed",
    body: "It is the new one from now on. Other browsers and phones have to sign in again.",
    action: { label: "Set a new password", url: `${appUrl}/forgot` },
    note: NOT_YOU,
  };
}

export function writeAddressAskedMail(appUrl: string, newEmail: string): ActionMail {
  return {
    subject: "A new address for your Segno account?",
    heading: "A new address was asked for",
    body: `Somebody who is signed in as you, and knows your password, wants mail to go to ${newEmail}. It goes there once the link in a mail to that address was pressed.`,
    action: { label: "Set a new password", url: `${appUrl}/forgot` },
    note: `If it was you, there is nothing to do here. ${NOT_YOU}`,
  };
}

export function writeAddressChangedMail(appUrl: string, newEmail: string): ActionMail {
  return {
    subject: "Your address for Segno was changed",
    heading: "Your address was changed",
    body: `You sign in with ${newEmail} from now on, and mail goes there. This is the last mail to this address.`,
    action: { label: "Open Segno", url: appUrl },
    note: "If it was not you, write to whoever runs this Segno: they can give you back your account.",
  };
}
