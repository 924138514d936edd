import path from "node:path";
import { main } from "assemblyscript/asc";

const ENTRY = "all.ts";
const OPTIONS = ["--runtime", "stub", "--noAssert", "--enable", "simd", "--optimizeLevel", "3", "--importMemory"];

/** The module that the files in `assembly` are compiled to, the same bytes each time. Throws what the compiler complains of. */
export async function compileKernels(): Promise<Uint8Array> {
  const written: Uint8Array[] = [];
  const baseDir = path.join(import.meta.dirname, "assembly");
  const { error } = await main([ENTRY, "--baseDir", baseDir, "--outFile", "kernels.wasm", ...OPTIONS], {
    writeFile: (_name, contents) => {
      written.push(contents as Uint8Array);
    },
  });
  const [module] = written;
  if (error) throw error;
  if (!module) throw new Error("The compiler of the kernels wrote nothing.");
  return module;
}
