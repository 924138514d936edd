// `npm run wasm` compiles the kernels and writes them where the app finds them.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { compileKernels } from "./compile-kernels";

const base64 = Buffer.from(await compileKernels()).toString("base64");
const text = `/** The files in \`assembly\` compiled, by \`npm run wasm\`. */\nexport const KERNELS_BASE64 =\n  "${base64}";\n`;
await writeFile(path.join(import.meta.dirname, "kernels-wasm.ts"), text);
