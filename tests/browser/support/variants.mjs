// The ways in which a core flow is walked: script on and off, both languages, desktop and phone,
// light and dark. Screens that hold no flow are looked at in five of them, which cover every pair.

const SCRIPT = [true, false];
const LOCALES = ["en-US", "zh-CN"];
const WIDTHS = [1280, 390];
const SCHEMES = ["light", "dark"];

const combine = (...lists) =>
  lists.reduce((rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])), [[]]);

const name = (script, locale, width, scheme) => `script ${script ? "on" : "off"}, ${locale}, ${width} px, ${scheme}`;

const PAIRS = new Set([
  name(true, "en-US", 1280, "light"),
  name(true, "zh-CN", 390, "dark"),
  name(false, "en-US", 390, "dark"),
  name(false, "zh-CN", 1280, "dark"),
  name(false, "zh-CN", 390, "light"),
]);

export const VARIANTS = combine(SCRIPT, LOCALES, WIDTHS, SCHEMES).map(([script, locale, width, scheme]) => ({
  name: name(script, locale, width, scheme),
  grep: PAIRS.has(name(script, locale, width, scheme)) ? /@core|@screens/ : /@core/,
  use: {
    javaScriptEnabled: script,
    locale,
    viewport: { width, height: width === 390 ? 844 : 900 },
    colorScheme: scheme,
    contextOptions: { reducedMotion: "reduce" },
  },
}));
