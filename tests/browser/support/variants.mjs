// The ways in which a core flow is walked: script on and off, both languages, desktop and phone,
// light and dark.

const SCRIPT = [true, false];
const LOCALES = ["en-US", "zh-CN"];
const WIDTHS = [1280, 390];
const SCHEMES = ["light", "dark"];

const combine = (...lists) =>
  lists.reduce((rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])), [[]]);

export const VARIANTS = combine(SCRIPT, LOCALES, WIDTHS, SCHEMES).map(([script, locale, width, scheme]) => ({
  name: `script ${script ? "on" : "off"}, ${locale}, ${width} px, ${scheme}`,
  use: {
    javaScriptEnabled: script,
    locale,
    viewport: { width, height: width === 390 ? 844 : 900 },
    colorScheme: scheme,
    contextOptions: { reducedMotion: "reduce" },
  },
}));
