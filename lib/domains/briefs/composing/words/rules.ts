/** What a note is about. Instruments come first: "the snare is late" is about drums, not about timing. */
export interface Topic {
  id: string;
  title: string;
  isInstrument: boolean;
}

interface TopicWords extends Topic {
  /** In English, German, Spanish and French, as `tokenize` spells them; `*` stands for any ending. */
  words: string;
}

const TOPICS: readonly TopicWords[] = [
  {
    ...{ id: "vocals", title: "Vocals", isInstrument: true },
    words: `vocal* vox voice* singer* singing sings backings bv bvs adlib* choir* leadvocal* gesang* stimme stimmen sanger*
      chor chore voz voces vocales coros cantante* voix chant chants chanteu* choeur*`,
  },
  {
    ...{ id: "drums", title: "Drums", isInstrument: true },
    words: `drum* kick kicks kickdrum bassdrum snare* hihat* hat hats cymbal* tom toms overhead* percussion* perc shaker*
      tambourine* clap claps schlagzeug* trommel* becken bateria* bombo* caja platillo* redoblante* percusion* palmas
      batterie* caisse cymbale* tambour*`,
  },
  {
    ...{ id: "bass", title: "Bass", isInstrument: true },
    words: "bass basses bassline* bassguitar* subbass* 808 808s basslinie* bassgitarre* bajo bajos basse",
  },
  {
    ...{ id: "guitars", title: "Guitars", isInstrument: true },
    words: "guitar* gtr gtrs riff riffs strumming gitarre* guitarra* guitare* banjo* mandolin* ukulele*",
  },
  {
    ...{ id: "keys", title: "Keys", isInstrument: true },
    words: `piano* keys keyboard* organ organs rhodes synth* pad pads arp arps wurli* clav klavier* orgel* flugel teclado*
      organo* sintetizador* clavier* orgue*`,
  },
  {
    ...{ id: "strings", title: "Strings", isInstrument: true },
    words: `string strings violin* viola violas cello* orchestra* streicher* geige* bratsche* orchester* cuerda cuerdas
      violonchelo* orquesta* corde cordes violon* orchestre*`,
  },
  {
    ...{ id: "winds", title: "Winds and brass", isInstrument: true },
    words: `brass horn horns trumpet* sax saxes saxo* trombone* flute* clarinet* blaser* trompete* posaune* flote* trompeta*
      metales vientos flauta* trombon* cuivre* trompette* vents`,
  },
  {
    ...{ id: "timing", title: "Timing", isInstrument: false },
    words: `tempo* timing late early rushing rushes rushed dragging drags groove* click bpm faster slower schleppt schneller
      langsamer ritmo* tarde rythme* retard rapido lento vite lent`,
  },
  {
    ...{ id: "arrangement", title: "Arrangement", isInstrument: false },
    words: `intro* outro* verse* chorus* bridge* break breaks ending* section* fade* arrangement* transition* strophe*
      refrain* ubergang* schluss einleitung* estrofa* estribillo* puente* transicion* arreglo* couplet* pont`,
  },
  {
    ...{ id: "words", title: "Words", isInstrument: false },
    words:
      "lyric* word words pronunciation syllable* text texte silbe* aussprache letra letras palabra* paroles mot mots",
  },
  {
    ...{ id: "mix", title: "Mix", isInstrument: false },
    words: `mix* level levels volume* loud louder loudness quiet quieter pan panned panning stereo eq compress* limiter
      master* reverb* delay* echo* highs mids lows treble muddy harsh sibilan* bright brighter dark darker laut lauter leise
      leiser hall abmischung mischung lautstarke pegel* mezcla* volumen reverberacion eco graves agudos mixage* aigus niveau*`,
  },
];

export const OTHER: Topic = { id: "other", title: "Everything else", isInstrument: false };

/** "más bajo" is lower, not the bass. */
const NO_INSTRUMENT_AFTER = new Set(["mas", "muy", "demasiado", "plus", "trop", "moins"]);
const AMBIGUOUS = new Set(["bajo", "basse"]);

/** Words in small letters without marks: `Más BAJO!` is `mas bajo`, `Flöte` is `flote`. */
export function tokenize(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("œ", "oe")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, "");
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

const exact = new Map<string, Topic>();
const stems: { stem: string; topic: Topic }[] = [];
for (const { words, ...topic } of TOPICS) {
  for (const word of words.split(/\s+/)) {
    if (word.endsWith("*")) stems.push({ stem: word.slice(0, -1), topic });
    else exact.set(word, topic);
  }
}

/** The topic that a word names; null for none. */
export function findTopic(word: string): Topic | null {
  return exact.get(word) ?? stems.find(({ stem }) => word.startsWith(stem))?.topic ?? null;
}

/** Everything some words are about, in the order in which it is named. */
export function listTopics(tokens: readonly string[]): Topic[] {
  const found = tokens.flatMap((word, i) => {
    if (AMBIGUOUS.has(word) && NO_INSTRUMENT_AFTER.has(tokens[i - 1] ?? "")) return [];
    return findTopic(word) ?? [];
  });
  return [...new Map(found.map((topic) => [topic.id, topic])).values()];
}

/** The one under which a note is filed: its first instrument, else what it names first in the order of the table. */
export function chooseTopic(topics: readonly Topic[]): Topic {
  const instrument = topics.find((topic) => topic.isInstrument);
  if (instrument) return instrument;
  const named = TOPICS.find(({ id }) => topics.some((topic) => topic.id === id));
  return named ? { id: named.id, title: named.title, isInstrument: false } : OTHER;
}
