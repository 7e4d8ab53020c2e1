// Judge many pages with axe-core in one Chromium: each width, light and dark, ordinary and larger text.
// Takes a JSON job on standard input; prints a JSON list of what is wrong.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const job = JSON.parse(readFileSync(0, "utf-8"));
const axe = readFileSync(require.resolve("axe-core"), "utf-8");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const wrong = [];
for (const scheme of job.schemes) {
  const context = await browser.newContext({ colorScheme: scheme });
  const page = await context.newPage();
  let where = "";
  page.on("console", (told) => { if (told.type() === "error") wrong.push(`${where}: ${told.text()}`); });
  for (const width of job.widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const url of job.urls) {
      for (const text of job.text) {
        where = `${url} ${width}px ${scheme} ${text}%`;
        await page.goto(url);
        if (text !== 100) {
          await page.evaluate((size) => { document.documentElement.style.fontSize = `${size}%`; }, text);
        }
        const name = url.split("/").slice(-2).join("-").replace(/[^a-z0-9-]/gi, "-");
        if (job.pictures) await page.screenshot({ path: `${job.pictures}/${name}-${width}-${scheme}-${text}.png`, fullPage: true });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) wrong.push(`${where}: ${over}px wider than the window`);
        await page.evaluate(axe);
        const found = await page.evaluate(() => axe.run());
        for (const v of found.violations) wrong.push(`${where}: ${v.id}: ${v.help}: ${v.nodes[0].html}`);
      }
    }
  }
  await context.close();
}
console.log(JSON.stringify(wrong));
await browser.close();
