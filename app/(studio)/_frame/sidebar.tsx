"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { notificationsQuery } from "@/app/_client/api/queries";
import { LiveSign } from "@/app/_client/live/live-sign";
import { Avatar } from "@/app/_ui/avatar";
import { IconButton } from "@/app/_ui/icon-button";
import { Logo } from "@/app/_ui/logo";
import { NavRow } from "./nav-row";
import { SearchEntry } from "./palette/search-entry";
import { usePerson } from "./person";
import { HOME, listShelves, NOTIFICATIONS, type Place, SETTINGS } from "./places";
import { ProjectTree } from "./project-tree";

export function Sidebar() {
  const person = usePerson();
  const unseenCount = useQuery(notificationsQuery()).data?.unseenCount ?? 0;
  return (
    <nav className="flex h-full min-h-0 flex-col" aria-label="Main">
      <div className="flex h-14 shrink-0 items-center px-[18px]">
        <Link href="/" className="rounded-tag">
          <Logo />
        </Link>
        <span className="ml-auto">
          <LiveSign />
        </span>
      </div>
      <ul className="grid gap-px px-2.5">
        <SearchEntry />
        <PlaceRow place={HOME} />
        <PlaceRow place={NOTIFICATIONS} unread={unseenCount} />
      </ul>
      <ProjectTree />
      <ul className="grid shrink-0 gap-px px-2.5 pb-2">
        {listShelves(person).map((place) => (
          <PlaceRow key={place.href} place={place} />
        ))}
      </ul>
      <div className="mx-2.5 flex h-[60px] shrink-0 items-center gap-2.5 border-grey-3 border-t px-2">
        <Avatar name={person.name} />
        <div className="min-w-0 flex-1">
          <p className="truncate font-strong">{person.name}</p>
          <p className="truncate text-grey-2 text-meta">{person.email}</p>
        </div>
        <IconButton label="Settings" asChild>
          <Link href={SETTINGS.href}>
            <SETTINGS.Icon aria-hidden />
          </Link>
        </IconButton>
      </div>
    </nav>
  );
}

function PlaceRow({ place: { href, name, Icon, isSection }, unread }: { place: Place; unread?: number }) {
  return (
    <NavRow href={href} icon={<Icon aria-hidden />} isSection={isSection} count={unread} countLabel="unread">
      {name}
    </NavRow>
  );
}
