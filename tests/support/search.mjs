// Walk the search of a site with the keyboard alone, with and without scripts; prints what was seen as JSON.
import { chromium } from "playwright-core";

const [url, word, ...others] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const seen = { asked: [], elsewhere: [], errors: [], focus: [] };
async function open(javaScriptEnabled) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  page.on("request", (r) => {
    seen.asked.push(r.url().replace(url, ""));
    if (!r.url().startsWith(url) && !r.url().startsWith("data:")) seen.elsewhere.push(r.url());
  });
  page.on("console", (told) => { if (told.type() === "error") seen.errors.push(told.text()); });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  return page;
}
async function tabTo(page, selector) {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
    if (there) return true;
  }
  return false;
}

let page = await open(true);
await page.goto(`${url}index.html`);
await page.keyboard.press("Tab");
seen.first = await page.evaluate(() => document.activeElement.className);
seen.focus.push(await tabTo(page, "#q"));
seen.listBeforeAsking = seen.asked.some((each) => each.startsWith("search/"));
await page.keyboard.type(word);
await page.keyboard.press("Enter");
await page.waitForSelector("#results li a");
seen.loaded = seen.asked.filter((each) => each.startsWith("search/"));
seen.address = page.url().replace(url, "");
seen.found = await page.textContent("#found");
seen.results = await page.$$eval("#results li a", (links) => links.map((each) => each.textContent));
seen.focus.push(await tabTo(page, "#filter-state"));
seen.outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
await page.keyboard.type("Closed");
await page.keyboard.press("Tab");
await page.waitForTimeout(200);
seen.narrowed = await page.$$eval("#results li a", (links) => links.length);
seen.focus.push(await tabTo(page, "#results li a"));
await Promise.all([page.waitForURL(/recommendations/), page.keyboard.press("Enter")]);
seen.reached = await page.title();
seen.cookies = (await page.context().cookies()).length;

// every control of the search page, one after another, and whether each can be seen to be reached
page = await open(true);
await page.goto(`${url}search.html?q=${word}`);
await page.waitForSelector("#results li a");
const controls = await page.evaluate(() => {
  window.reached = new Set();
  document.addEventListener("focusin", (event) => window.reached.add(event.target));
  return [...document.querySelectorAll('a[href], button, input, select, [tabindex="0"]')].filter((each) => each.checkVisibility()).length;
});
seen.unseen = [];
for (let step = 0; step < controls; step += 1) {
  await page.keyboard.press("Tab");
  const hidden = await page.evaluate(() => {
    const there = document.activeElement;
    const box = there.getBoundingClientRect();
    const shown = getComputedStyle(there).outlineStyle === "solid" && box.width > 0 && box.right > 0;
    return shown ? "" : there.outerHTML.slice(0, 120);
  });
  if (hidden) seen.unseen.push(hidden);
}
seen.unreached = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, [tabindex="0"]')]
  .filter((each) => each.checkVisibility() && !window.reached.has(each)).map((each) => each.outerHTML.slice(0, 120)));

// what other words find, and what is meant by those that find nothing; then more of many results
seen.answers = {};
page = await open(true);
for (const each of others) {
  await page.goto(`${url}search.html?q=${encodeURIComponent(each)}`);
  await page.waitForFunction(() => document.querySelector("#found").textContent !== "");
  const count = Number((await page.textContent("#found")).match(/\d+/)[0]);
  seen.answers[each] = (await page.isVisible("#meant")) ? await page.textContent("#meant a") : count;
}
await page.goto(`${url}search.html?q=inspection+police`);
await page.waitForSelector(".more:not([hidden])");
await page.focus(".more");
const before = await page.$$eval("#results li", (entries) => entries.length);
await page.keyboard.press("Enter");
seen.more = await page.evaluate((at) => document.activeElement === document.querySelectorAll("#results li a")[at], before);

page = await open(false);
await page.goto(`${url}index.html`);
await tabTo(page, "#q");
await page.keyboard.type(word);
await Promise.all([page.waitForURL(/search\.html/), page.keyboard.press("Enter")]);
seen.plainAddress = page.url().replace(url, "");
seen.plainForm = await page.isVisible("form.search");
seen.plainSubjects = await page.$$eval(".subjects li", (entries) => entries.map((each) => each.textContent));
seen.plainFilters = await page.$$eval(".row a", (links) => links.map((each) => each.getAttribute("href")));
console.log(JSON.stringify(seen));
await browser.close();
