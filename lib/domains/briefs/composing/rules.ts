import { byPlace, gatherTasks, type Task, toItem } from "./items/rules";
import { type Layout, readLayout } from "./refining/rules";
import type { BriefContent, BriefGroup, BriefMatter, Composed, Note } from "./schema";
import type { Topic } from "./words/rules";

/** Most signs of an item's words, from the shortest layout on. */
const LENGTHS = [40, 80, 200, 600] as const;
/** How long a stretch of the song is one group. */
const STRETCH_SEC = 30;

/**
 * A to-do list of notes, made by rules alone: the same notes and requests make the same list. Every note is in exactly one of
 * its items, but for those that a request leaves out.
 */
export function composeByRules(matter: BriefMatter): Composed {
  const layout = readLayout(matter.requests.slice(1));
  const { content, tasks } = arrange(matter.notes, layout, nameList(matter));
  return { text: describe(matter, layout, content, tasks), content, usage: null };
}

/** What of a model's list is missing, arranged by the same rules. */
export function arrangeRest(
  notes: readonly Note[],
  requests: readonly string[],
): BriefContent["groups"][number]["items"] {
  const { length } = readLayout(requests.slice(1));
  return gatherTasks(notes).map((task) => toItem(task, (text) => cutWords(text, length)));
}

export function nameList({ versionNumber }: Pick<BriefMatter, "versionNumber">): string {
  return `To do for version ${versionNumber}`;
}

function arrange(notes: readonly Note[], layout: Layout, title: string): { content: BriefContent; tasks: Task[] } {
  const tasks = gatherTasks(notes).filter((task) => isWanted(task, layout));
  const groups = new Map<string, BriefGroup>();
  for (const task of tasks) {
    const { id, title: name } = chooseGroup(task, layout);
    const group = groups.get(id) ?? { id, title: name, items: [] };
    group.items.push(toItem(task, (text) => cutWords(text, layout.length)));
    groups.set(id, group);
  }
  return { content: { title, groups: [...groups.values()] }, tasks };
}

function isWanted({ topic, notes }: Task, { only, without }: Layout): boolean {
  const isOf = (topics: readonly Topic[]) =>
    topics.some(({ id }) => topic.id === id || notes.some((note) => note.topic.id === id));
  return only ? isOf(only) : !isOf(without);
}

function chooseGroup({ topic, notes }: Task, { groupBy }: Layout): { id: string; title: string } {
  const [first] = notes;
  if (groupBy === "person") return { id: `person-${first?.personId}`, title: first?.personName ?? "" };
  if (groupBy === "instrument") return { id: topic.id, title: topic.title };
  if (first?.startSec === null || first === undefined) return { id: "time-whole", title: "The whole version" };
  const from = Math.floor(first.startSec / STRETCH_SEC) * STRETCH_SEC;
  return { id: `time-${from}`, title: `${formatPlace(from)} – ${formatPlace(from + STRETCH_SEC)}` };
}

/** Cut at a whole character, of which at most so many are left. */
export function cutWords(text: string, length: number): string {
  const most = LENGTHS[length + 2] ?? LENGTHS[2];
  const line = text.replace(/\s+/gu, " ").trim();
  const signs = [...line];
  if (signs.length <= most) return line;
  return `${signs
    .slice(0, most - 1)
    .join("")
    .trimEnd()}…`;
}

export function formatPlace(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** What is said with a list. It repeats no note's words, which may be taken back. */
function describe(matter: BriefMatter, layout: Layout, content: BriefContent, tasks: Task[]): string {
  const { notes, versionNumber } = matter;
  if (notes.length === 0) return `Version ${versionNumber} has no open notes. There is nothing to do.\n`;
  const people = new Set(notes.map((note) => note.personId)).size;
  const shown = tasks.reduce((sum, task) => sum + task.notes.length, 0);
  const lines = [
    ...(layout.isUnknown ? [CANT] : []),
    `${count(notes.length, "open note", "open notes")} from ${count(people, "person", "people")} on version ${versionNumber}, put into ${count(tasks.length, "thing", "things")} to do.`,
    ...describeDisputes(content),
    `${content.groups.map((group) => `${group.title}: ${group.items.length}`).join(" · ")}`,
    ...(shown < notes.length
      ? [`${count(notes.length - shown, "note is", "notes are")} left out. Ask for “everything” to see all of them.`]
      : []),
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

const CANT =
  "The rules can't do that. They know: shorter, longer, group by instrument, time or person, only vocals, without drums, everything.";

function describeDisputes({ groups }: BriefContent): string[] {
  const items = groups.flatMap((group) => group.items).filter((item) => item.conflict !== null);
  if (items.length === 0) return [];
  const places = items.sort(byPlace).map((item) => {
    const at = item.startSec === null ? "" : ` at ${formatPlace(item.startSec)}`;
    return `${item.conflict?.what.replace(/\?$/, "")}${at}`;
  });
  return [`To be settled first: ${places.join("; ")}.`];
}
