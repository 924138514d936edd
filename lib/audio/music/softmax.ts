/** Chances, adding up to 1, of answers that exclude one another, from what speaks for each. */
export function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

export function weigh(figures: readonly number[], weights: readonly number[]): number {
  return figures.reduce((sum, figure, i) => sum + figure * (weights[i] ?? 0), 0);
}
