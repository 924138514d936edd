"use client";
import { useState } from "react";

export type RailView = "comments" | "brief";

/** What stands beside the sound, and the comment one was led to. */
export interface Rail {
  view: RailView;
  show: (view: RailView) => void;
  /** Each leading is a new object, so that one is led to the same comment twice. */
  sought: { commentId: string } | null;
  /** Shows the comments, with this one in sight. */
  leadTo: (commentId: string) => void;
}

/** Which of them is shown stands in the address: a reload, or a link that is passed on, shows the same. */
export function useRail(startView: RailView, linkedCommentId: string | null): Rail {
  const [view, setView] = useState(startView);
  const [sought, setSought] = useState<Rail["sought"]>(null);
  const [linked, setLinked] = useState({ startView, linkedCommentId });
  if (linked.startView !== startView || linked.linkedCommentId !== linkedCommentId) {
    // A link led to the brief, or to a comment, of the song that is open already.
    setLinked({ startView, linkedCommentId });
    if (startView === "brief") setView("brief");
    else if (linkedCommentId !== null) setView("comments");
  }
  const show = (next: RailView) => {
    setView(next);
    const address = new URL(window.location.href);
    if (next === "brief") address.searchParams.set("rail", next);
    else address.searchParams.delete("rail");
    window.history.replaceState(null, "", address);
  };
  return {
    view,
    show,
    sought,
    leadTo: (commentId) => {
      show("comments");
      setSought({ commentId });
    },
  };
}
