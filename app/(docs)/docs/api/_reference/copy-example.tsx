"use client";
import { copyText } from "@/app/_client/copy-text";
import { Button } from "@/app/_ui/button";

/** Takes an example along. */
export function CopyExample({ text }: { text: string }) {
  return (
    <Button variant="quiet" size="small" onClick={() => void copyText(text, "The example is copied.")}>
      Copy
    </Button>
  );
}
