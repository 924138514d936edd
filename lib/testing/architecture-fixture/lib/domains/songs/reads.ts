import type { Upward } from "../../core/upward";

export interface Song {
  upward: Upward;
}
