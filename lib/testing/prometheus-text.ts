export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/gy;

/**
 * Reads the text exposition format (prometheus.io/docs/instrumenting/exposition_formats, 0.0.4). @throws Error at a line that is none
 * of it, a sample whose family was not described, or one that is told twice.
 */
export function parsePrometheusText(text: string): Sample[] {
  const described = new Set<string>();
  const seen = new Set<string>();
  if (!text.endsWith("\n")) throw new Error("The last line does not end.");
  return text.split("\n").flatMap((line): Sample[] => {
    if (line === "") return [];
    const about = /^# (?:HELP|TYPE) (\S+) .+$/.exec(line);
    if (about) {
      described.add(about[1] ?? "");
      return [];
    }
    const [, name = "", labels = "", value = ""] = LINE.exec(line) ?? [];
    const number = Number(value.replace("Inf", "Infinity"));
    if (name === "" || (Number.isNaN(number) && value.toLowerCase() !== "nan"))
      throw new Error(`This line is no sample: ${line}`);
    if (!described.has(name) && !described.has(name.replace(/_(bucket|sum|count)$/, "")))
      throw new Error(`Nothing describes ${name}.`);
    const series = line.slice(0, line.lastIndexOf(" "));
    if (seen.has(series)) throw new Error(`Told twice: ${series}`);
    seen.add(series);
    return [{ name, labels: readLabels(labels, line), value: number }];
  });
}

function readLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let length = 0;
  for (const [whole, name = "", value = ""] of text.matchAll(LABEL)) {
    labels[name] = value;
    length += whole.length;
  }
  if (length !== text.length) throw new Error(`These labels can't be read: ${line}`);
  return labels;
}

/** The value of the one sample with this name whose labels have these values; 0 when there is none. */
export function readSample(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  if (found.length > 1) throw new Error(`${name} has ${found.length} samples with these labels.`);
  return found[0]?.value ?? 0;
}
