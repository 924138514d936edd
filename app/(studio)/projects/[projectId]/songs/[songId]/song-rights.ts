import type { SongView } from "@/lib/domains/songs/schema";

type Deed = "comment" | "upload" | "edit" | "share" | "moderate";

const LEAST: Record<Deed, SongView["role"][]> = {
  comment: ["commenter", "editor", "owner"],
  upload: ["editor", "owner"],
  edit: ["editor", "owner"],
  share: ["editor", "owner"],
  moderate: ["owner"],
};

/** Which controls to offer. The server decides again at every call. */
export function canDo(role: SongView["role"], deed: Deed): boolean {
  return LEAST[deed].includes(role);
}
