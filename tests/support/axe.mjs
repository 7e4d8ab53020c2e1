// Judge one page with axe-core in Debian's Chromium; prints a JSON list of violations.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const [page_path, width, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: Number(width || 1024), height: 900 } });
await page.goto(pathToFileURL(page_path).href);
if (picture) await page.screenshot({ path: picture, fullPage: true });
await page.evaluate(readFileSync(require.resolve("axe-core"), "utf-8"));
const found = await page.evaluate(() => axe.run());
console.log(JSON.stringify(found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes[0].html}`)));
await browser.close();
