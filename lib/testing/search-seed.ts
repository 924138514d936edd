import { Client } from "pg";

/** How much there is, and of how many projects one sees who sees little. */
export interface SearchSize {
  projects: number;
  songsEach: number;
  commentsEach: number;
  people: number;
  ownProjects: number;
}

type Run = (sql: string, values?: unknown[]) => Promise<unknown>;

const FOLLOWED = ["project", "song", "version", "tag", "comment"];
const WORD_COUNT = 20_000;
const LINE_COUNT = 50_000;

/** Words that bands use, the most frequent first; the rest of the words is made up. */
const COMMON =
  `the vocals louder snare a bit chorus is too guitar bass more reverb in kick verse here this drums lead bridge delay mix
  clip tempo intro outro synth cymbals compression tight late early flat sharp warm thin muddy bright hiss click fade`.split(
    /\s+/,
  );
const TAGS = [
  "mood:dreamy",
  "mood:dark",
  "genre:indie-rock",
  "production:demo",
  "instrument:violin",
  "loud",
  "late night",
];

export interface Seeded {
  /** Sees everything. */
  allId: string;
  /** Sees few of the projects. */
  fewId: string;
}

/**
 * Fills an empty, migrated database by statements over whole sets. The words are drawn with a frequency of about one by rank,
 * as those of a language are. Triggers and further indexes come after the rows: row by row they cost the most of the time.
 */
export async function seedSearch(databaseUrl: string, size: SearchSize): Promise<Seeded> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const run: Run = (sql, values = []) => client.query(sql, values);
    const { rows: indexes } = await client.query<{ name: string; sql: string }>(
      `SELECT indexname AS name, indexdef AS sql FROM pg_indexes
       WHERE tablename = ANY ($1) AND indexname NOT LIKE '%_pkey'`,
      [["search_entry", "search_word", "comment", "tag"]],
    );
    await run("SELECT setseed(0.5)");
    await run("SET maintenance_work_mem = '256MB'");
    for (const { name } of indexes) await run(`DROP INDEX "${name}"`);
    for (const table of FOLLOWED) await run(`ALTER TABLE ${table} DISABLE TRIGGER search_follow`);
    await fillTables(run, size);
    await run(FILL_ENTRIES);
    await run(FILL_WORDS);
    for (const index of indexes) await run(index.sql);
    for (const table of FOLLOWED) await run(`ALTER TABLE ${table} ENABLE TRIGGER search_follow`);
    await run("VACUUM ANALYZE");
    const sql = "SELECT id FROM account WHERE name IN ('All', 'Few') ORDER BY name";
    const { rows } = await client.query<{ id: string }>(sql);
    return { allId: rows[0]?.id ?? "", fewId: rows[1]?.id ?? "" };
  } finally {
    await client.end();
  }
}

/** Tells somebody of the newest comments of others, wherever they are; every second one was seen. */
export async function seedNotices(databaseUrl: string, readerId: string, count: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO notification (id, reader_id, doer_id, song_id, project_id, kind, source_key, payload, seen_at, created_at)
      SELECT gen_random_uuid(), $1, c.author_id, s.id, s.project_id, 'comment.created', 'comment:' || c.id,
        jsonb_build_object('excerpt', left(c.body, 100), 'commentId', c.id, 'versionId', c.version_id),
        CASE WHEN row_number() OVER (ORDER BY c.id) % 2 = 0 THEN now() END, now()
      FROM (SELECT * FROM comment WHERE author_id <> $1 ORDER BY id DESC LIMIT $2) c JOIN song s ON s.id = c.song_id`,
      [readerId, count],
    );
    await client.query("ANALYZE notification");
  } finally {
    await client.end();
  }
}

async function fillTables(run: Run, size: SearchSize): Promise<void> {
  const { projects, songsEach, commentsEach, people, ownProjects } = size;
  const named = (wordCount: string, place: string) =>
    `(SELECT initcap(array_to_string((string_to_array(body, ' '))[1:${wordCount}], ' ')) FROM bench_line WHERE line = 1 + (${place}) % ${LINE_COUNT})`;
  await run(
    `CREATE TABLE bench_line AS
    SELECT line, string_agg(COALESCE(($1::text[])[rank],
      substr(translate(md5(rank::text), '0123456789', 'ghijklmnop'), 1, 4 + rank % 6)), ' ') AS body
    FROM (SELECT line, floor(power(${WORD_COUNT}, random()))::int AS rank
      FROM generate_series(1, ${LINE_COUNT}) AS line, generate_series(1, 5 + line % 10)) AS drawn GROUP BY line`,
    [COMMON],
  );
  await run("ALTER TABLE bench_line ADD PRIMARY KEY (line)");
  await run(`INSERT INTO account (id, email, email_as_typed, name, password_hash, digest_watermark)
    SELECT gen_random_uuid(), 'p' || i, 'p' || i, CASE i WHEN 1 THEN 'All' WHEN 2 THEN 'Few' ELSE ${named("2", "i")} END, '-', now()
    FROM generate_series(1, ${people}) AS i`);
  await run(`INSERT INTO project (id, owner_id, name)
    SELECT ${timed("i")}, a.id, ${named("2", "i * 7")}
    FROM generate_series(1, ${projects}) AS i, account a WHERE a.name = 'All'`);
  await run(`INSERT INTO membership (id, account_id, project_id, role)
    SELECT gen_random_uuid(), a.id, p.id, 'editor'
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM project) p
    JOIN (SELECT id, name, row_number() OVER (ORDER BY id) AS place FROM account) a ON CASE a.name
      WHEN 'All' THEN true WHEN 'Few' THEN p.place % ${projects / ownProjects} = 7
      ELSE a.place % ${people / 4} = p.place % ${people / 4} END`);
  await run(`INSERT INTO song (id, project_id, created_by_id, name, updated_at, version_seq)
    SELECT ${timed("place")}, project_id, owner_id, ${named("1 + place % 3", "place * 3")}, now(), 1
    FROM (SELECT id AS project_id, owner_id, row_number() OVER () AS place FROM project, generate_series(1, ${songsEach})) AS p`);
  await run(`INSERT INTO upload (id, project_id, song_id, created_by_id, idempotency_key, state, file_name, size_bytes, content_type,
      part_size_bytes, part_count, object_key, expires_at, updated_at)
    SELECT id, project_id, id, created_by_id, id::text, 'stored', 'take.wav', 1, 'audio/wav', 1, 1, id::text, now(), now() FROM song`);
  await run(`INSERT INTO version (id, song_id, upload_id, created_by_id, number, note, file_name, size_bytes, container, content_type,
      duration_ms, tempo_bpm, camelot)
    SELECT s.id, s.id, s.id, created_by_id, 1, l.body, replace(lower(name), ' ', '_') || '_mix.wav', 1, 'wav', 'audio/wav',
      180000, 60 + random() * 120, (1 + floor(random() * 12))::text || 'A'
    FROM (SELECT *, row_number() OVER () AS place FROM song) s JOIN bench_line l ON l.line = 1 + (s.place * 11) % ${LINE_COUNT}`);
  await run(
    `INSERT INTO tag (id, version_id, name, label, source, confidence, evidence)
     SELECT gen_random_uuid(), v.id, t.name, CASE WHEN t.name LIKE '%:%' OR t.name = 'loud' THEN NULL ELSE t.name END, 'person', 1, '[]'
     FROM version v, LATERAL (SELECT DISTINCT ($1::text[])[1 + floor(random() * ${TAGS.length})::int] AS name
       FROM generate_series(1, 2) WHERE v.id IS NOT NULL) AS t`,
    [TAGS],
  );
  await run(`INSERT INTO comment (id, song_id, version_id, author_id, body, start_ms)
    SELECT ${timed("s.place * 10 + n")}, s.id, s.id, p.people[1 + (s.place * 7 + n) % ${people}], l.body, n * 1000
    FROM (SELECT id, row_number() OVER () AS place FROM song) s CROSS JOIN generate_series(1, ${commentsEach}) AS n
      CROSS JOIN (SELECT array_agg(id) AS people FROM account) AS p
      JOIN bench_line l ON l.line = 1 + (s.place * 7919 + n * 104729) % ${LINE_COUNT}`);
}

/** An id that grows with time as the app's own do (UUID version 7), one a second. */
function timed(second: string): string {
  return `(lpad(to_hex(1760000000000 + (${second})::bigint * 1000), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`;
}

/** As the triggers write them. */
const FILL_ENTRIES = `
  INSERT INTO search_entry (kind, id, project_id, song_id, author_id, folded, words)
  SELECT x.kind::search_kind, x.id, x.project, x.song, x.author, x.folded,
    search_words(x.kind::search_kind, x.folded, x.project, x.song)
  FROM (
    SELECT kind, id, project, song, author, search_fold(input) AS folded FROM (
      SELECT 'project' AS kind, id, id AS project, NULL::uuid AS song, owner_id AS author, name AS input FROM project
      UNION ALL SELECT 'song', id, project_id, id, created_by_id, name FROM song
      UNION ALL SELECT 'version', v.id, s.project_id, s.id, v.created_by_id, v.file_name || ' ' || v.note
        FROM version v JOIN song s ON s.id = v.song_id
      UNION ALL SELECT 'tag', t.id, s.project_id, s.id, t.decided_by_id, COALESCE(t.label, regexp_replace(t.name, '^[a-z]+:', ''))
        FROM tag t JOIN version v ON v.id = t.version_id JOIN song s ON s.id = v.song_id
      UNION ALL SELECT 'comment', c.id, s.project_id, s.id, c.author_id, c.body FROM comment c JOIN song s ON s.id = c.song_id
    ) AS things OFFSET 0
  ) AS x`;

const FILL_WORDS = `
  INSERT INTO search_word (word) SELECT DISTINCT part FROM search_entry, unnest(search_parts(folded)) AS part
  WHERE length(part) >= 4 AND NOT search_is_spaceless(part)`;
