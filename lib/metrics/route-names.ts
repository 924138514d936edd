/** Finds the pattern of a path; what has none shares one name. */
export type NameRoute = (path: string) => string;

/** A path that nobody serves. One name for all, or whoever tries addresses would fill the memory with them. */
export const NO_ROUTE = "(none)";
/** Scripts, styles and fonts of the build. */
const BUILD_FILES = "/_next/static";

interface Node {
  pattern: string | null;
  fixed: Map<string, Node>;
  /** A part that may be anything: `[projectId]`. */
  any: Node | null;
  /** Ends in `[...rest]`. */
  rest: string | null;
}

const createNode = (): Node => ({ pattern: null, fixed: new Map(), any: null, rest: null });

/** `patterns` as folders spell them: `/projects/[projectId]`, `/api/auth/[...nextauth]`. A fixed part wins over a free one. */
export function createRouteNames(patterns: readonly string[]): NameRoute {
  const root = createNode();
  for (const pattern of patterns) add(root, pattern);
  return (path) => {
    if (path.startsWith(`${BUILD_FILES}/`)) return BUILD_FILES;
    return find(root, path.split("/").filter(Boolean), 0) ?? NO_ROUTE;
  };
}

function add(root: Node, pattern: string): void {
  let node = root;
  for (const part of pattern.split("/").filter(Boolean)) {
    if (part.startsWith("[...") || part.startsWith("[[...")) {
      node.rest = pattern;
      return;
    }
    if (part.startsWith("[")) {
      node.any ??= createNode();
      node = node.any;
      continue;
    }
    const next = node.fixed.get(part) ?? createNode();
    node.fixed.set(part, next);
    node = next;
  }
  node.pattern = pattern;
}

function find(node: Node, parts: readonly string[], at: number): string | null {
  const part = parts[at];
  if (part === undefined) return node.pattern;
  const fixed = node.fixed.get(part);
  return (fixed && find(fixed, parts, at + 1)) ?? (node.any && find(node.any, parts, at + 1)) ?? node.rest;
}
