"use client";
import { useId, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/toast";
import {
  CATALOGUE,
  CHANNELS,
  NOTIFICATION_KINDS,
  type NoticeChannel,
  type NotificationKind,
} from "@/lib/domains/notifications/catalogue/schema";
import {
  LEVELS,
  type MutedPlace,
  type NoticeReach,
  type PlaceLevel,
  type Preferences,
} from "@/lib/domains/notifications/preferences/schema";
import { LEVEL_WORDS } from "../_frame/level-words";

const CHANNEL_WORDS: Record<NoticeChannel, string> = {
  at_once: "By mail at once",
  digest: "In the digest",
  app: "Here alone",
  never: "Never",
};
const CHANNEL_OPTIONS = CHANNELS.map((value) => ({ value, label: CHANNEL_WORDS[value] }));
const ROW = "flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-grey-3 border-b py-1.5";

/** In which way one hears of each kind of thing, and of which places less. Each choice is kept at once. */
export function NoticeChoices({ initial }: { initial: Preferences }) {
  const [{ channels, places }, setPreferences] = useState(initial);
  const choose = async (kind: NotificationKind, channel: NoticeChannel) => {
    setPreferences((now) => ({ ...now, channels: { ...now.channels, [kind]: channel } }));
    try {
      await callApi("/api/notifications/preferences", { method: "PATCH", body: { channels: { [kind]: channel } } });
    } catch (error) {
      setPreferences((now) => ({ ...now, channels: { ...now.channels, [kind]: channels[kind] } }));
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  const setLevel = (place: MutedPlace, level: NoticeReach) =>
    setPreferences((now) => ({
      ...now,
      places: now.places.map((other) => (keyOf(other) === keyOf(place) ? { ...other, level } : other)),
    }));
  return (
    <>
      <h3 className="pt-6 pb-1 font-strong">What you hear of</h3>
      <p className="max-w-[60ch] text-pretty text-grey-1">
        By mail at once also stands here; several things of one song within minutes are one mail. Nothing is mailed
        twice.
      </p>
      <ul>
        {NOTIFICATION_KINDS.map((kind) => (
          <ChoiceRow
            key={kind}
            label={CATALOGUE[kind].label}
            value={channels[kind]}
            options={CHANNEL_OPTIONS}
            onChoose={(channel) => void choose(kind, channel as NoticeChannel)}
          />
        ))}
      </ul>
      <h3 className="pt-6 pb-1 font-strong">Single projects and songs</h3>
      {places.length === 0 ? (
        <p className="max-w-[60ch] text-pretty text-grey-1">
          You hear of every project and song alike. “Notify me” in the menu of one changes it.
        </p>
      ) : (
        <ul>
          {places.map((place) => (
            <PlaceRow key={keyOf(place)} place={place} onLevel={(level) => setLevel(place, level)} />
          ))}
        </ul>
      )}
    </>
  );
}

const keyOf = (place: MutedPlace) => place.songId ?? place.projectId;

interface ChoiceRowProps {
  label: string;
  detail?: string;
  value: string;
  options: { value: string; label: string }[];
  onChoose: (value: string) => void;
}

function ChoiceRow({ label, detail, value, options, onChoose }: ChoiceRowProps) {
  const id = useId();
  return (
    <li className={ROW}>
      <span id={id} className="min-w-0 flex-1 text-pretty max-desk:basis-40">
        {label}
        {detail && <span className="text-grey-2"> · {detail}</span>}
      </span>
      <Select
        label={detail ? `${label}, ${detail}` : label}
        isLabelHidden
        value={value}
        options={options}
        onChange={(event) => onChoose(event.target.value)}
        frameClassName="w-52"
      />
    </li>
  );
}

const LEVEL_OPTIONS = LEVELS.map((value) => ({ value, label: LEVEL_WORDS[value].label }));

function PlaceRow({ place, onLevel }: { place: MutedPlace; onLevel: (level: NoticeReach) => void }) {
  const { projectId, songId, level } = place;
  const choose = async (wanted: NoticeReach) => {
    onLevel(wanted);
    try {
      const path = songId ? songPath({ projectId, songId }) : projectPath(projectId);
      await callApi<PlaceLevel>(`/api${path}/notice-level`, { method: "PUT", body: { level: wanted } });
    } catch (error) {
      onLevel(level);
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  return (
    <ChoiceRow
      label={place.songName ?? place.projectName}
      detail={place.songName === null ? "the whole project" : place.projectName}
      value={level}
      options={LEVEL_OPTIONS}
      onChoose={(value) => void choose(value as NoticeReach)}
    />
  );
}
