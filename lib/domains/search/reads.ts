import type { Actor } from "@/lib/access/actor";
import { type AccountScope, scopeAccount } from "@/lib/access/scope";
import { cutExcerptAt } from "@/lib/core/excerpt";
import { buildHref } from "@/lib/core/page-address";
import { transact } from "@/lib/db/client";
import { listTagsNamed, nameTag } from "@/lib/domains/tags/reads";
import type { Services } from "@/lib/services";
import { findPeople, type PersonRow } from "./people-store";
import { canBeMistyped, type EntryKind, judgeMatch, type Reach, rank, type Sought } from "./rules";
import { SEARCH_KINDS, type SearchAnswer, type SearchHit, type SearchKind, type SearchQuery } from "./schema";
import { type EntryRow, findByNearWords, findByWords, findReach, foldQuery, type Wanted } from "./store";
import { findNearWords, LEAST_LIKENESS } from "./words-store";

const ENTRY_KINDS: readonly EntryKind[] = ["song", "project", "tag", "version", "comment"];

type Found = Record<SearchKind, SearchHit[]>;

/**
 * What fits the words, of all that the person may open at this moment: the best of each group, with typing errors when nothing
 * else fits. @throws AppError unauthenticated.
 */
export async function searchEverything(
  services: Services,
  actor: Actor | null,
  { q, limit }: SearchQuery,
): Promise<SearchAnswer> {
  const scope = scopeAccount(actor);
  const [sought, reach] = await Promise.all([foldQuery(scope, services.db, q), findReach(scope, services.db)]);
  if (sought.parts.length === 0 || (reach.projectIds.length === 0 && reach.songs.length === 0)) {
    return { items: [], more: [] };
  }
  let found = await findExact(services, scope, reach, sought);
  const isNothing = SEARCH_KINDS.every((kind) => found[kind].length === 0);
  if (isNothing && canBeMistyped(sought.folded)) found = await findNearly(services, scope, reach, sought);
  return {
    items: SEARCH_KINDS.flatMap((kind) => found[kind].slice(0, limit)),
    more: SEARCH_KINDS.filter((kind) => found[kind].length > limit),
  };
}

async function findExact(services: Services, scope: AccountScope, reach: Reach, sought: Sought): Promise<Found> {
  const { db } = services;
  const [people, ...entries] = await Promise.all([
    findPeople(scope, db, { reach, sought, least: null }),
    ...ENTRY_KINDS.map((kind) => findByWords(want(kind, scope, reach, sought), db, sought)),
  ]);
  return toFound(people, entries, sought);
}

/** What is like the words. */
function findNearly(services: Services, scope: AccountScope, reach: Reach, sought: Sought): Promise<Found> {
  return transact(services.db, async (tx) => {
    const people = await findPeople(scope, tx, { reach, sought, least: LEAST_LIKENESS });
    const entries: EntryRow[][] = [];
    const choices = await findNearWords(scope, tx, sought.parts);
    for (const kind of ENTRY_KINDS) {
      entries.push(await findByNearWords({ kind, scope, reach }, tx, sought.folded, choices));
    }
    return toFound(people, entries, sought);
  });
}

/** A tag of the vocabulary is also found by its name on the page, which only the app knows. */
function want(kind: EntryKind, scope: AccountScope, reach: Reach, { parts }: Sought): Wanted {
  const ids = kind === "tag" ? listTagsNamed(parts) : [];
  return { kind, scope, reach, others: ids.map((id) => id.replace(/^[a-z]+:/, "").split("-")) };
}

function toFound(people: PersonRow[], entries: EntryRow[][], sought: Sought): Found {
  const hits = (kind: EntryKind) =>
    rank(entries[ENTRY_KINDS.indexOf(kind)] ?? [], sought.folded).map((row) => showEntry(kind, row, sought));
  return {
    song: hits("song"),
    project: hits("project"),
    person: rank(people, sought.folded).map((row) => showPerson(row, sought)),
    tag: onceAProject(hits("tag")),
    version: hits("version"),
    comment: hits("comment"),
  };
}

function showEntry(kind: EntryKind, row: EntryRow, sought: Sought): SearchHit {
  const { projectId, projectName, songId, songName, versionId, versionNumber, startMs } = row;
  const isTag = kind === "tag" && row.tagName !== null;
  const address = { projectId, songId, versionId, startMs, commentId: row.threadId };
  return {
    ...{ kind, id: row.id, projectId, projectName, songId, songName, versionNumber },
    title: isTag ? nameTag(row.tagName ?? "", row.title) : (row.title ?? projectName),
    excerpt: cutExcerptAt(row.body, sought.parts),
    href: isTag ? `/projects/${projectId}?${new URLSearchParams({ tags: row.tagName ?? "" })}` : buildHref(address),
    match: judgeMatch(row, sought.folded),
    startSec: startMs === null ? null : startMs / 1000,
    createdAt: row.createdAt.toISOString(),
  };
}

/** A person's page is what they did in the newest project that is shared with them. */
function showPerson(row: PersonRow, sought: Sought): SearchHit {
  const { id, projectId, projectName } = row;
  return {
    ...{ kind: "person", id, title: row.name, excerpt: "", projectId, projectName },
    href: `/projects/${projectId}?${new URLSearchParams({ person: id })}`,
    match: judgeMatch(row, sought.folded),
    ...{ songId: null, songName: null, versionNumber: null, startSec: null },
    createdAt: row.createdAt.toISOString(),
  };
}

/** A tag is many rows; what is found is the word in a project, which leads to the songs that have it. */
function onceAProject(hits: SearchHit[]): SearchHit[] {
  const seen = new Set<string>();
  return hits.filter(({ href }) => !seen.has(href) && seen.add(href));
}
