/** The command line can't be understood: exit code 2, and how it is used. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `Looks at an event log, or repairs one. Looking changes nothing and may be done while the log is in use.

  npm run log -- verify <folder>                 checks every line; exit code 1 names segment, line and byte of damage
  npm run log -- stats <folder>                  what it holds, as JSON
  npm run log -- read <folder> <id>              one event, as JSON
  npm run log -- tail <folder> [--count 10]      the last events, one a line
  npm run log -- export <folder> [--from 0]      all events from that number on, one a line
  npm run log -- repair <folder> [--segment segment-….ndjson] --to-offset <byte>
        gives up everything from that byte on (of the last segment, unless named), after keeping a copy in the folder
  npm run log -- repair <folder> --manifest      writes a damaged or missing manifest.json anew, after keeping a copy
`;
