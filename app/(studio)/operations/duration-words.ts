/** Such as "a minute", "12 min", "3 h", "5 days". */
export function nameDuration(seconds: number): string {
  if (seconds < 60) return "a minute";
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
