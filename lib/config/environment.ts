import type { ConfigProblem } from "./config-error";
import { cleanValue } from "./formats";
import { findNearMisses } from "./near-miss";
import { OPTIONAL_GROUPS, type OutsideGroup } from "./variable";
import { VARIABLE_LIST, VARIABLES, type Values, type VariableName } from "./variables";

export type Environment = Record<string, string | undefined>;

/** What was found in the environment: parsed values, which groups are set, and everything that is wrong. */
export interface ReadEnvironment {
  values: Values;
  /** Groups of which at least one deciding variable is set. */
  setGroups: ReadonlySet<OutsideGroup>;
  problems: ConfigProblem[];
}

/** Trims and parses each variable; names every half-set group's missing variables, every bad value and every typo. */
export function readEnvironment(env: Environment): ReadEnvironment {
  const cleaned = new Map<VariableName, string>();
  for (const { name } of VARIABLE_LIST) {
    const value = cleanValue(env[name] ?? "");
    if (value !== "") cleaned.set(name, value);
  }
  const setGroups = findSetGroups(cleaned);
  const { values, problems } = parseValues(cleaned);
  return {
    values,
    setGroups,
    problems: [...problems, ...findMissing(cleaned, setGroups), ...findRuleBreaks(env, values), ...findNearMisses(env)],
  };
}

function isOutsideGroup(group: string): group is OutsideGroup {
  return group !== "app" && group !== "local";
}

function isOptional(group: string): boolean {
  return (OPTIONAL_GROUPS as readonly string[]).includes(group);
}

function findSetGroups(cleaned: Map<VariableName, string>): Set<OutsideGroup> {
  const groups = new Set<OutsideGroup>();
  for (const { name, group, role } of VARIABLE_LIST) {
    if (isOutsideGroup(group) && role !== "setting" && cleaned.has(name)) groups.add(group);
  }
  return groups;
}

function parseValues(cleaned: Map<VariableName, string>): { values: Values; problems: ConfigProblem[] } {
  const values: Partial<Record<VariableName, unknown>> = {};
  const problems: ConfigProblem[] = [];
  for (const { name, schema, fallback } of VARIABLE_LIST) {
    const raw = cleaned.get(name) ?? fallback;
    if (raw === undefined) continue;
    const result = schema.safeParse(raw);
    if (result.success) values[name] = result.data;
    else problems.push({ variable: name, message: `${name} ${result.error.issues[0]?.message ?? "cannot be read"}.` });
  }
  // Each value has just come out of the schema that types it.
  return { values: values as Values, problems };
}

function findMissing(cleaned: Map<VariableName, string>, setGroups: ReadonlySet<OutsideGroup>): ConfigProblem[] {
  const missing = VARIABLE_LIST.filter(
    ({ name, group, role }) =>
      isOutsideGroup(group) && setGroups.has(group) && role === "required" && !cleaned.has(name),
  );
  return missing.map(({ name, group }) => {
    const found = VARIABLE_LIST.filter(
      (other) => other.group === group && other.role !== "setting" && cleaned.has(other.name),
    );
    return {
      variable: name,
      message: `${name} is missing, though ${found.map((other) => other.name).join(", ")} is set. Set the whole group or none of it.`,
    };
  });
}

function findRuleBreaks(env: Environment, values: Values): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (cleanValue(env["INNGEST_DEV"] ?? "") !== "") {
    problems.push({
      variable: "INNGEST_DEV",
      message: "INNGEST_DEV must not be set: it switches off the proof that a call comes from Inngest.",
    });
  }
  const { MAIL_RESERVED: reserved, MAIL_DAILY_LIMIT: limit } = values;
  if (reserved !== undefined && limit !== undefined && reserved > limit) {
    problems.push({ variable: "MAIL_RESERVED", message: "MAIL_RESERVED must not be greater than MAIL_DAILY_LIMIT." });
  }
  return problems;
}

/** Variables that a whole configuration needs and that are not there; the words differ from those of a half-set group. */
export function findAbsentGroups(read: ReadEnvironment): ConfigProblem[] {
  const absent = VARIABLE_LIST.filter(({ name, group, role }) => {
    if (role !== "required" || isOptional(group) || (isOutsideGroup(group) && read.setGroups.has(group))) return false;
    return read.values[name] === undefined && !read.problems.some((problem) => problem.variable === name);
  });
  return absent.map(({ name }) => ({ variable: name, message: `${name} is not set. ${VARIABLES[name].description}` }));
}
