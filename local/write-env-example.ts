import { writeFile } from "node:fs/promises";
import { renderEnvExample } from "@/lib/config/env-example";

await writeFile(".env.example", renderEnvExample());
