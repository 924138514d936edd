/** Runs a command-line tool: its sentence goes to stdout, a failure's to stderr with exit code 1. */
export async function runTool(work: () => Promise<{ text: string; isOk: boolean }>): Promise<void> {
  try {
    const { text, isOk } = await work();
    process.stdout.write(text);
    if (!isOk) process.exitCode = 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
