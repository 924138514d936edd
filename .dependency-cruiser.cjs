/** The nine rules of imports. Each says why, so that whoever breaks one knows where the code belongs. */
const TESTS = "\\.test\\.tsx?$|^lib/testing/|^bench/|^e2e/|\\.fixture\\.ts$|/testing/";
const CAPABILITIES = "^lib/(audio|pictures|marks|zip|storage|mail|live|ai|db|event-log|log|metrics)/";

module.exports = {
  forbidden: [
    {
      name: "1-no-cycles",
      comment: "A cycle means two files are one.",
      severity: "error",
      from: { pathNot: "^lib/db/generated/" },
      to: { circular: true },
    },
    {
      name: "2-core-is-pure",
      comment: "lib/core imports npm only.",
      severity: "error",
      from: { path: "^lib/core/", pathNot: TESTS },
      to: { path: "^(app|lib|inngest|local|prisma)/", pathNot: "^lib/core/" },
    },
    {
      name: "2-capabilities-know-no-domain",
      comment: "A capability is one outside thing: it imports core, config types, the log and db, and its own SDK.",
      severity: "error",
      from: { path: CAPABILITIES, pathNot: TESTS },
      to: { path: "^(app|inngest|local)/|^lib/(domains|http|access|services)" },
    },
    {
      name: "2-one-storage-sdk",
      comment: "Exactly one place makes a storage client.",
      severity: "error",
      from: { pathNot: `^lib/storage/|${TESTS}` },
      to: { path: "node_modules/@aws-sdk/(client-s3|s3-request-presigner)" },
    },
    {
      name: "2-one-mail-sdk",
      comment: "Exactly one place makes a mail client.",
      severity: "error",
      from: { pathNot: `^lib/mail/|${TESTS}` },
      to: { path: "node_modules/resend/" },
    },
    {
      name: "3-domains-know-no-transport",
      comment: "Domains know no framework, no queue, no page.",
      severity: "error",
      from: { path: "^lib/domains/", pathNot: TESTS },
      to: { path: "^(app|inngest|local|prisma)/|^lib/http/|node_modules/(next|react|inngest|next-auth)/" },
    },
    {
      name: "4-domains-meet-at-the-front-door",
      comment: "Another domain is reached through its schema, reads and commands.",
      severity: "error",
      from: { path: "^lib/domains/([^/]+)/", pathNot: TESTS },
      to: { path: "^lib/domains/", pathNot: "^lib/domains/$1/|/(schema|reads|commands)\\.ts$" },
    },
    {
      name: "5-prisma-in-stores",
      comment: "The generated client appears in store.ts, *-store.ts and lib/db only.",
      severity: "error",
      from: { pathNot: "store\\.ts$|^lib/db/" },
      to: { path: "^lib/db/generated/" },
    },
    {
      name: "6-pages-use-the-front-door",
      comment: "Pages and routes call reads and commands; stores and SDKs are not theirs.",
      severity: "error",
      from: { path: "^app/", pathNot: TESTS },
      to: {
        path: "^lib/domains/.*(store|/rules|/events)\\.ts$|^lib/(storage|mail|db|live|ai|event-log)/|^local/|node_modules/(pg|@aws-sdk|resend|@prisma)/",
      },
    },
    {
      name: "6-kit-knows-no-domain",
      severity: "error",
      from: { path: "^app/_ui/", pathNot: TESTS },
      to: { path: "^(lib|inngest|local|prisma)/|^app/(?!_ui/)" },
    },
    {
      name: "6-client-knows-schemas-only",
      severity: "error",
      from: { path: "^app/_client/", pathNot: TESTS },
      to: { path: "^(inngest|local|prisma)/|^lib/(?!core/|domains/[^/]+/schema\\.ts$)|^app/(?!_ui/|_client/)" },
    },
    {
      name: "7-queue-functions-are-thin",
      comment: "inngest imports services, domains' reads and commands, core, and the system scope.",
      severity: "error",
      from: { path: "^inngest/", pathNot: TESTS },
      to: {
        path: "^(app|local|prisma)/|^lib/domains/.*/(store|rules)\\.ts$|^lib/(storage|mail|db|live|ai|event-log|http)/",
      },
    },
    {
      name: "7-only-the-queue-is-the-system",
      comment: "The system scope opens everything; only queue functions may hold it.",
      severity: "error",
      from: { pathNot: `^inngest/|${TESTS}` },
      to: { path: "^lib/access/system-scope\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "8-stand-ins-stand-alone",
      comment: "local could be another repository.",
      severity: "error",
      from: { path: "^local/", pathNot: TESTS },
      to: {
        path: "^(app|inngest)/|^prisma/(?!migrate|await-database|migration-(state|indexes))|^lib/(?!core/|config/|event-log/)",
      },
    },
    {
      name: "8-nobody-knows-the-stand-ins",
      severity: "error",
      from: { path: "^(app|lib|inngest)/", pathNot: TESTS },
      to: { path: "^local/" },
    },
    {
      name: "9-production-knows-no-tests",
      severity: "error",
      from: { path: "^(app|lib|inngest|local|prisma)/", pathNot: TESTS },
      to: { path: TESTS },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|build|data)|^lib/testing/architecture-fixture" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
