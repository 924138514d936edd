/** A turn that is being written, as far as this page heard of it. */
export interface Draft {
  text: string;
  /** Of the newest thing that is in the text. */
  seq: number;
  /** `cut`: this page is not connected; `silent`: it is, and whoever writes said nothing for a while. */
  line: "live" | "cut" | "silent";
}

export type DraftNews =
  | { kind: "read"; text: string; seq: number }
  | { kind: "ready" | "cut" | "silent" }
  | { kind: "token"; text: string; seq: number }
  | { kind: "restart"; seq: number };

/** Puts news into the draft. What was heard already, as it may be after a cut, changes nothing. */
export function addNews(draft: Draft, news: DraftNews): Draft {
  switch (news.kind) {
    case "read":
      // What was read may be older than what has been heard meanwhile.
      return news.seq > draft.seq ? { ...draft, text: news.text, seq: news.seq } : draft;
    case "token":
      return news.seq > draft.seq ? { text: draft.text + news.text, seq: news.seq, line: "live" } : draft;
    case "restart":
      return news.seq > draft.seq ? { text: "", seq: news.seq, line: "live" } : draft;
    case "ready":
      // Whoever was silent is so until they say something.
      return draft.line === "cut" ? { ...draft, line: "live" } : draft;
    case "cut":
    case "silent":
      return { ...draft, line: news.kind };
  }
}
