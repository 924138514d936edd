import { findTopic, listTopics, OTHER, tokenize } from "../words/rules";

/** A direction in which something should go: of two opposite ones on one axis only one can be followed. */
export interface Wish {
  /** The topic's id. */
  topic: string;
  /** Such as `level`, or `amount reverb`. */
  axis: string;
  isUp: boolean;
}

interface Axis {
  id: string;
  /** What the two directions are called. */
  labels: [up: string, down: string];
  /** Words that wish for it by themselves: "louder". */
  up: string;
  down: string;
  /** Words that say how it is, which wish for something with "too", "more", "less" or "enough": "loud". */
  high: string;
  low: string;
}

const AXES: readonly Axis[] = [
  {
    ...{ id: "level", labels: ["louder", "quieter"] },
    up: `up louder raise boost lauter hoch rauf hoher anheben subir sube suban subid arriba monter monte montez augmenter
      hausser`,
    down: `down quieter softer lower reduce duck leiser runter tiefer absenken bajar baja bajen bajad abajo baisser baisse
      baissez diminuer descendre`,
    high: "loud hot laut alto alta fuerte fort forte haut haute",
    low: "quiet soft low leise bajo bajito suave faible bas basse doux buried",
  },
  {
    ...{ id: "length", labels: ["longer", "shorter"] },
    up: "longer extend langer verlangern alargar allonger",
    down: "shorter shorten kurzer kurzen verkurzen acortar raccourcir",
    high: "long lang largo larga longue",
    low: "short kurz corto corta court courte",
  },
  {
    ...{ id: "tone", labels: ["brighter", "darker"] },
    up: "brighter heller brighten",
    down: "darker warmer dunkler darken",
    high: "bright hell brillante brillant clair claire",
    low: "dark dull dunkel oscuro oscura sombre",
  },
  {
    ...{ id: "speed", labels: ["faster", "slower"] },
    up: "faster schneller accelerer acelerar",
    down: "slower langsamer ralentir ralentizar",
    high: "fast schnell rapido rapida vite rapide",
    low: "slow langsam lento lenta lent lente",
  },
  {
    ...{ id: "width", labels: ["wider", "narrower"] },
    up: "wider breiter widen elargir ensanchar",
    down: "narrower schmaler mono",
    high: "wide breit ancho ancha",
    low: "narrow schmal eng estrecho estrecha etroit etroite",
  },
  {
    ...{ id: "moment", labels: ["later", "earlier"] },
    up: "later spater",
    down: "earlier fruher",
    high: "late spat tard tarde",
    low: "early fruh tot temprano",
  },
  {
    ...{ id: "presence", labels: ["keep it", "take it out"] },
    up: "keep behalten lassen mantener dejar dejad conservar garder gardez laisser",
    down: "remove delete drop mute cut raus entfernen weglassen streichen loschen quitar quita eliminar sacar enlever supprimer retirer",
    high: "",
    low: "",
  },
];

const split = (words: string) => words.split(/\s+/).filter(Boolean);
const DIRECT = new Map<string, { axis: Axis; isUp: boolean }>();
const STATES = new Map<string, { axis: Axis; isUp: boolean }>();
for (const axis of AXES) {
  for (const word of split(axis.up)) DIRECT.set(word, { axis, isUp: true });
  for (const word of split(axis.down)) DIRECT.set(word, { axis, isUp: false });
  for (const word of split(axis.high)) STATES.set(word, { axis, isUp: true });
  for (const word of split(axis.low)) STATES.set(word, { axis, isUp: false });
}

const MORE = new Set(["more", "mehr", "mas", "plus", "davantage"]);
const LESS = new Set(["less", "fewer", "weniger", "menos", "moins"]);
const TOO = new Set(["too", "zu", "demasiado", "demasiada", "trop", "way"]);
const MUCH = new Set(["much", "many", "viel", "viele", "mucho", "mucha"]);
const LITTLE = new Set(["little", "few", "wenig", "wenige", "poco", "poca", "peu"]);
const NOT = new Set(["not", "dont", "doesnt", "isnt", "never", "no", "nicht", "kein", "keine", "pas", "ne", "sin"]);
const ENOUGH = new Set(["enough", "genug", "bastante", "suficiente", "assez"]);
/** Between "more" and what of. */
const FILLERS = new Set(
  "of the a an some any bit der die das den dem ein eine etwas de del la el los las le les du des un une".split(" "),
);
/** So far back a negation still bears on a word. */
const NEGATION_REACH = 4;

/** What of a note is wished, clause by clause: "guitar up, bass down" are two wishes. */
export function listWishes(text: string): Wish[] {
  let about: string[] = [];
  return text.split(/[.,;:!?\n–—]|\b(?:and|but|und|aber|y|pero|et|mais)\b/iu).flatMap((clause) => {
    const tokens = tokenize(clause);
    const topics = listTopics(tokens);
    const instruments = topics.filter((topic) => topic.isInstrument);
    const named = instruments.length > 0 ? instruments : topics.slice(0, 1);
    if (named.length > 0) about = named.map((topic) => topic.id);
    const filed = about.length > 0 ? about : [OTHER.id];
    return readClause(tokens).flatMap((wish) => filed.map((topic) => ({ ...wish, topic })));
  });
}

/** What two directions of an axis are called. */
export function nameDirections(axis: string): [up: string, down: string] {
  const known = AXES.find(({ id }) => id === axis);
  if (known) return known.labels;
  const what = axis.replace("amount ", "");
  return [`more ${what}`, `less ${what}`];
}

type Direction = Omit<Wish, "topic">;

function readClause(tokens: readonly string[]): Direction[] {
  return tokens.flatMap((word, i) => {
    const direct = DIRECT.get(word);
    if (direct) return [{ axis: direct.axis.id, isUp: direct.isUp !== isNegated(tokens, i) }];
    const state = STATES.get(word);
    if (state) return readState(tokens, i, state);
    if (MORE.has(word) || LESS.has(word)) return readAmount(tokens, i, MORE.has(word) !== isNegated(tokens, i));
    const isTooMuch = MUCH.has(word) || LITTLE.has(word);
    if (isTooMuch && TOO.has(tokens[i - 1] ?? "")) return readAmount(tokens, i, LITTLE.has(word));
    return [];
  });
}

/** "too loud" wishes for quieter, "not loud enough" and "more loud" for louder; "loud" alone for nothing. */
function readState(tokens: readonly string[], i: number, { axis, isUp }: { axis: Axis; isUp: boolean }): Direction[] {
  const before = tokens.slice(Math.max(0, i - 2), i);
  const isNot = isNegated(tokens, i);
  if (ENOUGH.has(tokens[i + 1] ?? "") || before.some((word) => ENOUGH.has(word))) {
    return isNot ? [{ axis: axis.id, isUp }] : [];
  }
  if (before.some((word) => TOO.has(word))) return [{ axis: axis.id, isUp: isUp === isNot }];
  if (before.some((word) => MORE.has(word))) return [{ axis: axis.id, isUp: isUp !== isNot }];
  return before.some((word) => LESS.has(word)) ? [{ axis: axis.id, isUp: isUp === isNot }] : [];
}

/** "more reverb" is of reverb; "more guitar" is louder; "more loud" is read at "loud". */
function readAmount(tokens: readonly string[], i: number, isUp: boolean): Direction[] {
  const [object, after] = tokens.slice(i + 1).filter((word) => !FILLERS.has(word));
  if (object === undefined || STATES.has(object) || DIRECT.has(object)) return [];
  if (after !== undefined && STATES.has(after)) return [];
  const topic = findTopic(object);
  if (topic?.isInstrument) return [{ axis: "level", isUp }];
  return [{ axis: `amount ${object}`, isUp }];
}

function isNegated(tokens: readonly string[], i: number): boolean {
  return tokens.slice(Math.max(0, i - NEGATION_REACH), i).some((word) => NOT.has(word));
}

/** Opposite wishes of two notes about the same thing; null for none. */
export function findOpposition(a: readonly Wish[], b: readonly Wish[]): Omit<Wish, "isUp"> | null {
  for (const wish of a) {
    const isOpposite = (other: Wish) =>
      other.topic === wish.topic && other.axis === wish.axis && other.isUp !== wish.isUp;
    if (b.some(isOpposite)) return { topic: wish.topic, axis: wish.axis };
  }
  return null;
}
