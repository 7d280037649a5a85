// Checks what the lock file brings in: every crate comes from the public registry under a
// licence that goes with ours, and every direct dependency has its line of reason in
// docs/dependencies.md. Says every finding and ends with 1 if there is one.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const LICENCES = new Set([
  "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0",
  "CC0-1.0", "CDLA-Permissive-2.0", "ISC", "MIT", "MIT-0", "OpenSSL", "Unicode-3.0", "Unlicense", "Zlib",
]);

/** Whether a licence expression can be met with licences of the list. */
function acceptable(expression) {
  const tokens = expression.replaceAll("/", " OR ").match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const either = () => {
    let met = both();
    while (tokens[at] === "OR") { at++; met = both() || met; }
    return met;
  };
  const both = () => {
    let met = one();
    while (tokens[at] === "AND") { at++; met = one() && met; }
    return met;
  };
  const one = () => {
    if (tokens[at] === "(") {
      at++;
      const met = either();
      at++;
      return met;
    }
    let name = tokens[at++];
    if (tokens[at] === "WITH") { name += ` WITH ${tokens[at + 1]}`; at += 2; }
    return LICENCES.has(name);
  };
  return either();
}

const host = execFileSync("rustc", ["-vV"], { encoding: "utf8" }).match(/^host: (.+)$/m)[1];
const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--format-version", "1", "--locked", "--filter-platform", host], {
    maxBuffer: 1 << 28,
  }),
);
const ours = new Set(metadata.workspace_members);
const findings = [];

for (const crate of metadata.packages) {
  if (ours.has(crate.id)) continue;
  const name = `${crate.name} ${crate.version}`;
  if (!crate.source?.startsWith("registry+")) findings.push(`${name} does not come from a registry`);
  if (!crate.license && !crate.license_file) findings.push(`${name} declares no licence`);
  if (crate.license && !acceptable(crate.license)) findings.push(`${name} is under ${crate.license}`);
}

const page = "docs/dependencies.md";
const reasons = new Map(
  (existsSync(page) ? readFileSync(page, "utf8") : "")
    .split("\n")
    .map((line) => line.match(/^\| `?([\w-]+)`? \| (.+) \|$/))
    .filter(Boolean)
    .map(([, name, reason]) => [name, reason]),
);
const direct = new Set(
  metadata.packages
    .filter((crate) => ours.has(crate.id))
    .flatMap((crate) => crate.dependencies)
    .filter((dependency) => !dependency.path)
    .map((dependency) => dependency.name),
);
for (const name of direct) {
  if (!reasons.has(name)) findings.push(`${name} has no line in ${page}`);
}
for (const name of reasons.keys()) {
  if (name !== "crate" && !direct.has(name)) findings.push(`${page} explains ${name}, which nobody uses`);
}

for (const finding of findings) console.error(finding);
console.log(`${metadata.packages.length - ours.size} crates looked at, ${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);
