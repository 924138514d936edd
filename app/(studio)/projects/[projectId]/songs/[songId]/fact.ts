/** One figure of a sound as the page shows it. */
export interface Fact {
  name: string;
  value: string;
  unit: string;
  explanation: string;
}
