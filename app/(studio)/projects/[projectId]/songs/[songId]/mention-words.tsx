"use client";
import { joinClasses } from "@/app/_ui/class-names";
import { usePerson } from "@/app/(studio)/_frame/person";
import type { ReplyView } from "@/lib/domains/comments/schema";
import { splitAtMentions } from "./mentioned";

/** The words of a comment or reply; the names of those who are spoken to stand out, one's own the most. */
export function MentionWords({ remark }: { remark: Pick<ReplyView, "body" | "mentions"> }) {
  const me = usePerson();
  if (remark.mentions.length === 0) return remark.body;
  return splitAtMentions(remark.body, remark.mentions).map(({ text, personId }, index) =>
    personId === null ? (
      text
    ) : (
      <b
        // Words have nothing of their own but their place.
        key={`${index}${text}`}
        className={joinClasses("font-strong", personId === me.id && "rounded-tag bg-select px-0.5")}
      >
        {text}
      </b>
    ),
  );
}
