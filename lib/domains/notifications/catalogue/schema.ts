/** How somebody hears of something: by a mail at once, in the digest, in the app alone, or not at all. The first two stand in the app, too. */
export const CHANNELS = ["at_once", "digest", "app", "never"] as const;
export type NoticeChannel = (typeof CHANNELS)[number];

/**
 * Who hears of a kind, as far as they may open what it tells of; never who did it. `song`: all who may open the song;
 * `thread`: who wrote in it; `named`: who is spoken to; `person`: whom it is about, whatever they muted.
 */
type Audience = "song" | "thread" | "named" | "person";

/** What the words of a notice are made of. */
export interface NoticeFacts {
  excerpt: string;
  songName: string | null;
  projectName: string | null;
  /** Where in the sound, as it is read: "1:15". */
  at: string | null;
}

interface Kind {
  audience: Audience;
  /** Speaks to its reader: comes through where they want mentions and replies alone. */
  isPersonal: boolean;
  /** Unless the reader chose another one. */
  channel: NoticeChannel;
  /** What the settings call it. */
  label: string;
  nouns: readonly [one: string, many: string];
  /** What was done, behind the doer's name and without the song: "commented at 1:15". */
  deed(facts: NoticeFacts): string;
  /** What was done once to something that is named: "commented on Harbour". */
  deedOn(facts: NoticeFacts, name: string): string;
  /** What was done several times: "left 7 comments on Harbour". */
  deedsOn(count: number, name: string): string;
}

const at = (facts: NoticeFacts) => (facts.at === null ? "" : ` at ${facts.at}`);

/** Everything that anybody is told of. Whatever makes, shows or mails a notice reads from here. */
export const CATALOGUE = {
  "comment.mentioned": {
    ...({ audience: "named", isPersonal: true, channel: "at_once" } as const),
    label: "Somebody mentions you",
    nouns: ["mention of you", "mentions of you"],
    deed: (facts) => `mentioned you${at(facts)}`,
    deedOn: (_, name) => `mentioned you on ${name}`,
    deedsOn: (count, name) => `mentioned you ${count} times on ${name}`,
  },
  "comment.replied": {
    ...({ audience: "thread", isPersonal: true, channel: "digest" } as const),
    label: "Replies where you wrote",
    nouns: ["reply", "replies"],
    deed: (facts) => `replied${at(facts)}`,
    deedOn: (_, name) => `replied on ${name}`,
    deedsOn: (count, name) => `replied ${count} times on ${name}`,
  },
  "comment.created": {
    ...({ audience: "song", isPersonal: false, channel: "digest" } as const),
    label: "New comments",
    nouns: ["comment", "comments"],
    deed: (facts) => `commented${at(facts)}`,
    deedOn: (_, name) => `commented on ${name}`,
    deedsOn: (count, name) => `left ${count} comments on ${name}`,
  },
  "comment.resolved": {
    ...({ audience: "thread", isPersonal: false, channel: "digest" } as const),
    label: "Comments of yours that are resolved",
    nouns: ["comment resolved", "comments resolved"],
    deed: (facts) => `resolved a comment${at(facts)}`,
    deedOn: (_, name) => `resolved a comment on ${name}`,
    deedsOn: (count, name) => `resolved ${count} comments on ${name}`,
  },
  "version.uploaded": {
    ...({ audience: "song", isPersonal: false, channel: "digest" } as const),
    label: "New takes",
    nouns: ["new version", "new versions"],
    deed: ({ excerpt }) => `uploaded ${excerpt === "" ? "a version" : `“${excerpt}”`}`,
    deedOn: (_, name) => `uploaded a new version of ${name}`,
    deedsOn: (count, name) => `uploaded ${count} versions of ${name}`,
  },
  "song.staged": {
    ...({ audience: "song", isPersonal: false, channel: "digest" } as const),
    label: "A song reaches another stage",
    nouns: ["new stage", "new stages"],
    deed: ({ excerpt }) => `set the stage to ${excerpt}`,
    deedOn: ({ excerpt }, name) => `set the stage of ${name} to ${excerpt}`,
    deedsOn: (count, name) => `set the stage of ${name} ${count} times`,
  },
  "song.moved": {
    ...({ audience: "song", isPersonal: false, channel: "digest" } as const),
    label: "A song moves to another project",
    nouns: ["song moved here", "songs moved here"],
    deed: ({ projectName }) => `moved it to ${projectName ?? "another project"}`,
    deedOn: ({ projectName }, name) => `moved ${name} to ${projectName ?? "another project"}`,
    deedsOn: (count, name) => `moved ${name} ${count} times`,
  },
  "share.received": {
    ...({ audience: "person", isPersonal: true, channel: "digest" } as const),
    label: "Somebody shares something with you",
    nouns: ["share with you", "shares with you"],
    deed: ({ songName }) => `shared ${songName === null ? "a project" : "a song"} with you`,
    deedOn: (_, name) => `shares ${name} with you`,
    deedsOn: (_, name) => `shares ${name} with you`,
  },
  "access.asked": {
    ...({ audience: "person", isPersonal: true, channel: "app" } as const),
    label: "Somebody asks to be let in by a link",
    nouns: ["request for access", "requests for access"],
    deed: ({ excerpt }) => `asks for access: ${excerpt}`,
    deedOn: ({ excerpt }, name) => `asks for access to ${name}: ${excerpt}`,
    deedsOn: (count, name) => `asked ${count} times for access to ${name}`,
  },
  "project.offered": {
    ...({ audience: "person", isPersonal: true, channel: "digest" } as const),
    label: "Somebody wants to hand a project to you",
    nouns: ["project offered to you", "projects offered to you"],
    deed: () => "wants to hand the project to you",
    deedOn: (_, name) => `wants to hand ${name} to you`,
    deedsOn: (_, name) => `wants to hand ${name} to you`,
  },
  "project.taken": {
    ...({ audience: "person", isPersonal: true, channel: "digest" } as const),
    label: "Somebody takes a project that you offered",
    nouns: ["new owner", "new owners"],
    deed: () => "owns the project from now on",
    deedOn: (_, name) => `owns ${name} from now on`,
    deedsOn: (_, name) => `owns ${name} from now on`,
  },
  "project.declined": {
    ...({ audience: "person", isPersonal: true, channel: "digest" } as const),
    label: "Somebody declines a project that you offered",
    nouns: ["declined project", "declined projects"],
    deed: () => "does not want to own the project",
    deedOn: (_, name) => `does not want to own ${name}`,
    deedsOn: (_, name) => `does not want to own ${name}`,
  },
} as const satisfies Record<string, Kind>;

export type NotificationKind = keyof typeof CATALOGUE;
export const NOTIFICATION_KINDS = Object.keys(CATALOGUE) as [NotificationKind, ...NotificationKind[]];

/** Kinds with one of these audiences. */
export type KindFor<A extends Audience> = {
  [K in NotificationKind]: (typeof CATALOGUE)[K]["audience"] extends A ? K : never;
}[NotificationKind];

export function isKind(word: string): word is NotificationKind {
  return Object.hasOwn(CATALOGUE, word);
}

/** "2 new versions, 3 comments and 1 reply" */
export function countKinds(kinds: readonly NotificationKind[]): string {
  const counts = new Map<NotificationKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return joinWords([...counts].map(([kind, count]) => countKind(kind, count))) || "nothing";
}

/** "1 reply", "3 replies" */
export function countKind(kind: NotificationKind, count: number): string {
  return `${count} ${CATALOGUE[kind].nouns[count === 1 ? 0 : 1]}`;
}

/** "Mara, Jonas and Inês" */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

const NAMED_DOERS = 3;

/** "Inês, Jonas and Mara", "Inês, Jonas, Mara and 2 more"; two people of one name are two. */
export function nameDoers(notices: readonly { doer: { id: string; name: string } | null }[]): string {
  const names = [...new Map(notices.map(({ doer }) => [doer?.id ?? "", doer?.name ?? "Somebody"])).values()];
  const rest = names.length - NAMED_DOERS;
  return joinWords(rest > 0 ? [...names.slice(0, NAMED_DOERS), `${rest} more`] : names);
}

interface Told extends NoticeFacts {
  kind: NotificationKind;
  doer: { id: string; name: string } | null;
}

/** Things of one kind in one place, in a sentence: "Jonas left 7 comments on Harbour". */
export function tellGroup(notices: readonly [Told, ...Told[]]): string {
  const [first] = notices;
  const entry: Kind = CATALOGUE[first.kind];
  const name = first.songName ?? first.projectName ?? "a song";
  const deed = notices.length === 1 ? entry.deedOn(first, name) : entry.deedsOn(notices.length, name);
  return `${nameDoers(notices)} ${deed}`;
}

/** What makes two notices one item: the place and the kind. */
export function nameGroup(notice: {
  id: string;
  kind: string;
  songId: string | null;
  projectId: string | null;
}): string {
  return `${notice.songId ?? notice.projectId ?? notice.id}:${notice.kind}`;
}
