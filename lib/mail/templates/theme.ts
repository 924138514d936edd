/** The day tokens of the app as hex, since mail clients know no variables; the night ones stand in `NIGHT_CSS`. */
export const DAY = {
  ground: "#f5f4f2",
  sheet: "#fdfdfc",
  line: "#e0dfdd",
  ink: "#1b1a17",
  grey: "#514f4c",
  track: "#cfceca",
  link: "#7f4f00",
  button: "#f2a21d",
  onButton: "#1d1509",
} as const;

/** Day colour of each person, as `--person-1` … `--person-6`. */
export const PERSON_DAY = ["#7b50b9", "#007887", "#b93780", "#1e6ac5", "#06776a", "#9939a0"] as const;
const PERSON_NIGHT = ["#bf9ef1", "#5ecad7", "#ee8dbd", "#79b1f9", "#77d1c2", "#de96e2"] as const;

export const FONT = "'Inter Variable',Inter,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

const persons = PERSON_NIGHT.map(
  (hex, index) => `.p${index + 1} { color: ${hex} !important; } .m${index + 1} { background: ${hex} !important; }`,
).join("\n    ");

/** Everything that matters is inline; this only adds focus, narrow screens and the night. */
export const MAIL_CSS = `
  a:focus-visible { outline: 2px solid ${DAY.link}; outline-offset: 3px; border-radius: 3px; }
  @media (max-width: 620px) {
    .sheet { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
    .pad { padding-left: 20px !important; padding-right: 20px !important; }
    .frame { padding: 0 !important; }
    .act a, .foot a { padding-top: 8px !important; padding-bottom: 8px !important; display: inline-block !important; }
    .act a.button { padding-top: 12px !important; padding-bottom: 12px !important; }
  }
  @media (prefers-color-scheme: dark) {
    .frame, body { background: #0a0a08 !important; }
    .sheet { background: #12110f !important; border-color: #282623 !important; }
    .ink, .ink a { color: #f1efec !important; }
    .grey, .grey a { color: #b8b6b3 !important; }
    .rule { border-color: #282623 !important; }
    .track { background: #3f3d3a !important; }
    .act a { color: #fbbf52 !important; }
    .button, .act a.button { background: #f9b035 !important; color: #1d1509 !important; }
    ${persons}
  }`;
