// SPDX-License-Identifier: Apache-2.0
// screens.mjs WORK.json: looks at every page of a server in Chromium: in both languages, light and
// dark, narrow and wide, scripts on and off. Nothing in the console, nothing wider than the window,
// nothing that axe-core finds. Cases in TAP; pictures into the folder of the work.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const work = JSON.parse(readFileSync(process.argv[2], 'utf-8'));
const require = createRequire(work.modules + '/');
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf-8');
let failed = 0;

function check(name, faults) {
	console.log(`${faults.length ? 'not ok' : 'ok'} - ${name}`);
	for (const fault of faults.slice(0, 5))
		console.log(`# ${String(fault).replace(/\s+/g, ' ').slice(0, 400)}`);
	failed += faults.length > 0;
}

// What is wider than the window: tables and code may scroll within themselves.
function tooWide() {
	const width = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= width)
		return [];
	const wide = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > width + 1);
	return [`${document.documentElement.scrollWidth} px of ${width}`,
		...wide.slice(0, 3).map(one => one.outerHTML.slice(0, 120))];
}

async function look(browser, { world, url, path, lang, dark, width, scripts }) {
	const faults = [];
	const context = await browser.newContext({
		viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: scripts,
		bypassCSP: false, reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	page.on('console', message => faults.push(`console: ${message.text()}`));
	page.on('pageerror', error => faults.push(`error: ${error.message}`));
	page.on('requestfailed', request => {
		if (!/ERR_ABORTED/.test(request.failure()?.errorText ?? ''))
			faults.push(`not loaded: ${request.url()}`);
	});
	page.on('request', request => {
		if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
			faults.push(`from elsewhere: ${request.url()}`);
	});
	try {
		const answer = await page.goto(`${url}/${lang}${path}`, { waitUntil: 'load', timeout: 20000 });
		const missing = world === 'empty' && answer.status() === 404;
		if (answer.status() !== 200 && !missing)
			faults.push(`status ${answer.status()}`);
		if (missing)
			faults.splice(0, faults.length, ...faults.filter(one => !/404/.test(one)));
		if (scripts)
			await page.waitForTimeout(100);
		faults.push(...await page.evaluate(tooWide));
		// axe is evaluated by the protocol, which the policy of the page does not concern.
		if (scripts) {
			await page.evaluate(axe);
			const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
			faults.push(...found.violations.map(one =>
				`axe ${one.id}: ${one.help}: ${one.nodes.slice(0, 2).map(node => node.html).join(' ')}`));
		}
		if (work.pictures) {
			const name = `${world}${path}`.replace(/[^a-z0-9]+/gi, '_');
			await page.screenshot({
				path: `${work.pictures}/${name}.${lang}.${dark ? 'dark' : 'light'}.${width}${scripts ? '' : '.noscript'}.png`,
				fullPage: true,
			});
		}
	} catch (error) {
		faults.push(error.message);
	}
	await context.close().catch(() => {});
	check(`${world}: /${lang}${path} ${dark ? 'dark' : 'light'} ${width} px${scripts ? '' : ', scripts off'}`, faults);
}

const browser = await chromium.launch({ executablePath: work.chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
const all = [];
for (const { world, url } of work.servers)
	for (const path of work.paths)
		for (const lang of ['en', 'fr'])
			for (const dark of [false, true])
				for (const width of [320, 1280])
					for (const scripts of [true, false])
						all.push({ world, url, path, lang, dark, width, scripts });
// The quick run: each page once narrow, in French and dark, and once wide; with scripts.
const chosen = work.quick ? all.filter(one => one.scripts && one.dark === (one.width === 320) && (one.lang === 'fr') === one.dark) : all;
console.log(`1..${chosen.length}`);
const queue = [...chosen];
await Promise.all([0, 1].map(async () => {
	for (let one = queue.shift(); one; one = queue.shift())
		await look(browser, one);
}));
await browser.close();
process.exit(failed ? 1 : 0);
