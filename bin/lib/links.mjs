// Checks that every relative link of every Markdown page leads to a file or folder of the repository.
// Says every finding and ends with 1 if there is one.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const pages = execFileSync("git", ["ls-files", "-z", "--", "*.md"], { encoding: "utf8" }).split("\0").filter(Boolean);
let links = 0;
const findings = [];

for (const page of pages) {
  const text = readFileSync(page, "utf8").replace(/^```[\s\S]*?^```/gm, "");
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:|^#/i.test(target)) continue;
    links++;
    const file = path.join(path.dirname(page), decodeURI(target.split("#")[0]));
    if (!existsSync(file)) findings.push(`${page} leads to ${target}, which does not exist`);
  }
}

for (const finding of findings) console.error(finding);
console.log(`${links} links on ${pages.length} pages looked at, ${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);
