"use client";
import type { ReactNode } from "react";
import { PlayerBar } from "@/app/_client/player/player-bar";
import { PlayerProvider } from "@/app/_client/player/player-provider";
import { UploadProvider } from "@/app/_client/uploader/upload-provider";
import { UploadTray } from "@/app/_client/uploader/upload-tray";
import { DropAnywhere } from "./drop-anywhere";
import { NoticesLive } from "./notices-live";
import { PaletteProvider } from "./palette/palette-provider";
import { type FramePerson, PersonProvider } from "./person";
import { PhoneBar } from "./phone-bar";
import { Sidebar } from "./sidebar";

/** Left: where one can go. Middle: the page. Bottom: the one player, which stays while pages change. */
export function Frame({ person, children }: { person: FramePerson; children: ReactNode }) {
  return (
    <PersonProvider person={person}>
      <PlayerProvider>
        <UploadProvider accountId={person.id}>
          <PaletteProvider>
            <a
              href="#page"
              className="sr-only z-50 rounded-control bg-paper-high px-3 py-2 shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
            >
              Skip to the page
            </a>
            <div className="grid h-dvh grid-rows-[minmax(0,1fr)_var(--player)] desk:grid-cols-[var(--side)_minmax(0,1fr)]">
              <aside className="border-grey-3 border-r bg-paper-low max-desk:hidden" aria-label="Projects and pages">
                <Sidebar />
              </aside>
              <div className="flex min-h-0 min-w-0 flex-col">
                <PhoneBar />
                <main id="page" tabIndex={-1} className="flex min-h-0 grow flex-col overflow-y-auto outline-none">
                  {children}
                </main>
              </div>
              <div className="col-span-full min-w-0">
                <PlayerBar />
              </div>
            </div>
          </PaletteProvider>
          <NoticesLive />
          <DropAnywhere />
          <UploadTray />
        </UploadProvider>
      </PlayerProvider>
    </PersonProvider>
  );
}
