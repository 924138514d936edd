import { AppError } from "@/lib/core/errors";

/** One variable that cannot be used. The message is a whole sentence that names the variable and never shows its value. */
export interface ConfigProblem {
  variable: string;
  message: string;
}

/** Everything that is wrong with the environment, told at once. */
export class ConfigError extends AppError {
  constructor(readonly problems: ConfigProblem[]) {
    const lines = problems.map((problem) => `  - ${problem.message}`);
    super("invalid_input", "bad_configuration", `The configuration cannot be used:\n${lines.join("\n")}`, {
      fields: problems.map(({ variable, message }) => ({ field: variable, message })),
    });
  }
}
