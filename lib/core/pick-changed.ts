/** Of a change, what is given and differs from how it is. */
export function pickChanged<T extends object>(before: Required<T>, change: T): T {
  const names = Object.keys(change) as (keyof T)[];
  const changed = names.filter((name) => change[name] !== undefined && change[name] !== before[name]);
  return Object.fromEntries(changed.map((name) => [name, change[name]])) as T;
}
