import next from "eslint-config-next";
import tseslint from "typescript-eslint";

const OUTSIDE = [
  ".next/**",
  "build/**",
  "data*/**",
  "lib/db/generated/**",
  "node_modules/**",
  "next-env.d.ts",
  "coverage/**",
  ".stryker-tmp/**",
  // AssemblyScript: its own compiler checks it.
  "lib/audio/kernels/assembly/**",
];
const PAGES = ["app/**/*.ts", "app/**/*.tsx", "lib/mail/**/*.tsx"];
const TYPESCRIPT = ["**/*.ts", "**/*.tsx"];
const TESTS = [
  "**/*.test.ts",
  "**/*.test.tsx",
  "lib/testing/**",
  "e2e/**",
  "bench/**",
  "**/testing/**",
  "**/*.fixture.ts",
];

export default tseslint.config(
  { ignores: OUTSIDE },
  // The rules for pages compile every component they see: they are asked where components are.
  ...next.map((config) => ({ ...config, files: PAGES, ignores: ["app/api/**", "**/*.test.*"] })),
  { files: TYPESCRIPT, extends: [tseslint.configs.recommendedTypeChecked] },
  {
    files: TYPESCRIPT,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/unbound-method": ["error", { ignoreStatic: true }],
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-console": "error",
      eqeqeq: "error",
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 130, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // One reader of the environment: everything else is handed what it needs.
    files: TYPESCRIPT,
    ignores: ["lib/config/**", "*.config.ts", "proxy.ts", "instrumentation.ts", "local/**", "prisma/**", ...TESTS],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Only lib/config reads the environment; take a Config." },
      ],
    },
  },
  {
    files: ["local/**", "prisma/**", "bench/**", "e2e/**"],
    rules: { "no-console": "off" },
  },
  {
    files: TESTS,
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/unbound-method": "off",
      "no-console": "off",
    },
  },
);
