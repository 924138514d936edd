import type { BriefView } from "@/lib/domains/briefs/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import type { SongSession } from "../use-song-session";
import type { VersionAddress } from "./briefs-query";
import type { BriefActions } from "./use-brief-actions";

export interface BriefProps {
  song: SongView;
  session: SongSession;
  version: VersionView;
  address: VersionAddress;
  brief: BriefView;
  actions: BriefActions;
  openCount: number;
}
