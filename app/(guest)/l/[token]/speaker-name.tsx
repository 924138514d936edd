"use client";
import { useRouter } from "next/navigation";
import { callApi } from "@/app/_client/api/request";
import { useDraft } from "@/app/_client/comments/use-draft";
import { TextField } from "@/app/_ui/text-field";
import type { VisitView } from "@/lib/domains/links/visiting/schema";
import type { OwnWay } from "./gate";

/** Who speaks here: a member who is signed in as themselves, a guest under the name they give with their first words. */
export function useSpeaker(visit: VisitView, own: OwnWay | null) {
  const router = useRouter();
  const [name, setName] = useDraft(`guest:${visit.linkId}`);
  const self = own?.canComment ? own.name : visit.guest.name;
  const asksName = self === null;
  return {
    ...{ self, asksName, name, setName },
    /** Before the words are sent. */
    introduce: async (given: string) => {
      if (asksName) await callApi(`/api/links/${visit.linkId}/guest`, { method: "PATCH", body: { name: given } });
    },
    /** Once they are. */
    settle: () => {
      if (asksName) router.refresh();
    },
    isOwn: (authorId: string) => authorId === visit.guest.authorId || (own?.canComment && authorId === own.authorId),
  };
}

export type Speaker = ReturnType<typeof useSpeaker>;

export function SpeakerName({ speaker, error }: { speaker: Speaker; error: string | undefined }) {
  const { asksName, self, name, setName } = speaker;
  if (!asksName) {
    return (
      <p className="min-w-0 flex-1 truncate text-grey-2 text-meta">
        As <strong className="font-strong text-ink">{self}</strong>
      </p>
    );
  }
  return (
    <TextField
      label="Your name"
      name="name"
      autoComplete="name"
      placeholder="So that the band knows who speaks"
      isRequired
      value={name}
      onChange={(event) => setName(event.target.value)}
      error={error}
      frameClassName="min-w-0 flex-1"
    />
  );
}
