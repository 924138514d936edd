import { holdPresses } from "./hold-presses";
import { READY_EVENT } from "./ready-event";

/** Put first in the body: from then on the last press is held, until the page says that it takes them itself. */
export function EarlyPresses({ nonce }: { nonce: string | undefined }) {
  // A browser hides a script's nonce from scripts, so what it finds differs from what was sent.
  return (
    <script
      nonce={nonce}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own function and a constant, which no reader can change.
      dangerouslySetInnerHTML={{ __html: `(${holdPresses.toString()})(${JSON.stringify(READY_EVENT)})` }}
    />
  );
}
