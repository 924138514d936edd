/** What a model writes of the notes: a summary, and two groups. */
export const ANSWER = {
  summary: "Settle the vocals first. The rest is small.",
  groups: [
    {
      title: "Vocals",
      items: [
        {
          what: "Settle how loud the vocals are",
          notes: ["n1", "n2"],
          conflict: {
            what: "how loud the vocals are",
            sides: [
              { says: "louder", notes: ["n1"] },
              { says: "quieter", notes: ["n2"] },
            ],
          },
        },
      ],
    },
    { title: "Rhythm", items: [{ what: "Make room between kick and bass", notes: ["n3", "n4"], conflict: null }] },
  ],
};
/** Within the second group: the summary is said. */
export const HALF = 12;

/** Holds something up until the test lets it go on. */
export function openGate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
