import { showToast } from "@/app/_ui/toast";

/** Copies and says so; where the browser refuses, it says that. */
export async function copyText(text: string, told: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ message: told });
  } catch (error) {
    // Without a secure context there is no clipboard at all, which is a TypeError.
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    showToast({ message: "This browser does not let pages copy. Select the words and copy them.", tone: "bad" });
  }
}
