import { expect, it } from "vitest";
import { compileKernels } from "./compile-kernels";
import { KERNELS_BASE64 } from "./kernels-wasm";

it("B205: the compiled kernels are what their sources give, byte for byte", async () => {
  const isCurrent = Buffer.from(KERNELS_BASE64, "base64").equals(await compileKernels());
  expect(isCurrent, "run `npm run wasm`").toBe(true);
});
