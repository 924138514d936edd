import type pg from "pg";
import { AppError } from "@/lib/core/errors";

/** What the migrations add to a database beside tables; it comes with PostgreSQL. */
const EXTENSION = "pg_trgm";

interface ExtensionRow {
  is_installed: boolean;
  is_available: boolean;
  can_create: boolean;
}

/**
 * Looks whether a migration will be able to add the extension, before it fails in the middle of a script with less to say.
 * @throws AppError invalid_input with what an administrator of the database has to do.
 */
export async function checkExtension(client: pg.Client): Promise<void> {
  const { rows } = await client.query<ExtensionRow>(
    `SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = $1) AS is_installed,
       EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = $1) AS is_available,
       has_database_privilege(current_database(), 'CREATE') AS can_create`,
    [EXTENSION],
  );
  const [state] = rows;
  if (!state || state.is_installed || (state.is_available && state.can_create)) return;
  const cure = state.is_available
    ? `This user may not add it: let an administrator run CREATE EXTENSION ${EXTENSION} in this database once`
    : `The server does not have it: install PostgreSQL's contrib package`;
  const message = `Search needs PostgreSQL's extension ${EXTENSION}, and the database lacks it. ${cure}, and start again. Nothing was changed.`;
  throw new AppError("invalid_input", "missing_extension", message);
}
