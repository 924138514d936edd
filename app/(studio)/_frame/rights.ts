import type { SongView } from "@/lib/domains/songs/schema";

type Role = SongView["role"];
type Deed = "comment" | "upload" | "edit" | "share" | "moderate";

const LEAST: Record<Deed, Role[]> = {
  comment: ["commenter", "editor", "owner"],
  upload: ["editor", "owner"],
  edit: ["editor", "owner"],
  share: ["editor", "owner"],
  moderate: ["owner"],
};

/** Which controls to offer; null is the role of one who was given single songs. The server decides again at every call. */
export function canDo(role: Role | null, deed: Deed): boolean {
  return role !== null && LEAST[deed].includes(role);
}
