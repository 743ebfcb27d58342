import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { renderReport } from '../../src/report/render.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeLargeRecord } from '../report/large-record.js';
import { AUTH, makeRecord, makeResult } from '../report/sample-record.js';
import { CHROMIUM, Chromium, type Look, Tab } from './support/chromium.js';
import { realSuite } from './support/real-suite.js';

const DESK: Look = { width: 1280 };
const PHONE: Look = { width: 390 };

/** What a device might say to become markup. */
const HOSTILE = [
  '</pre></script><script>document.title="broken"</script>',
  '<img src=x onerror="document.title=\'broken\'">',
  '<style>body{display:none}</style><base href="http://127.0.0.1:9/"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">',
  '<!-- ${document.title="broken"} {{constructor}} --!> ]]> &lt;b&gt;',
].join('\n');

realSuite('an HTML report in Chromium', CHROMIUM, () => {
  const folder = mkdtempSync(join(tmpdir(), 'flow-page-'));
  let browser: Chromium;

  before(() => {
    browser = Chromium.start();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(record: RunRecord, look: Look, options: { scripts?: boolean } = {}): Promise<Tab> {
    const file = join(folder, `${record.results.length}-${record.playbook.name.length}.html`);
    writeFileSync(file, renderReport(record, { format: 'html' }));
    return Tab.open(browser, pathToFileURL(file).href, look, options);
  }

  /** Sets the filter, and waits until the page has been drawn. */
  const filter = (tab: Tab, { find, off = [], order = 'report' }: { find: string; off?: string[]; order?: string }) =>
    tab.evaluate<string>(`new Promise((resolve) => {
      document.getElementById('find').value = ${JSON.stringify(find)};
      document.getElementById('order').value = ${JSON.stringify(order)};
      for (const box of document.querySelectorAll('#filter input[type=checkbox]')) box.checked = !${JSON.stringify(off)}.includes(box.value);
      document.getElementById('filter').dispatchEvent(new Event('input'));
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.getElementById('found').textContent)));
    })`);

  test('[real] a thousand hosts are there within two seconds, and nothing is asked of anybody', async () => {
    const tab = await open(makeLargeRecord(1000), DESK);
    const ready = await tab.evaluate<number>(`performance.getEntriesByName('flow-ready')[0].startTime`);
    const loaded = await tab.evaluate<number>(`performance.getEntriesByType('navigation')[0].loadEventEnd`);
    assert.ok(ready > 0 && ready < 2_000, `ready after ${ready} ms`);
    assert.ok(loaded < 2_000, `loaded after ${loaded} ms`);
    assert.equal(tab.requests.length, 1);
    assert.deepEqual(tab.complaints, []);
    const made = await tab.evaluate<number>(`document.querySelectorAll('.lane, .result').length`);
    assert.ok(made > 100 && made < 200, `${made} lanes and rows: only what is seen is made`);
  });

  test('[real] the filter finds hosts, states and words of outputs, for the time line and the list', async () => {
    const tab = await open(makeLargeRecord(1000), DESK);
    const lanes = () =>
      tab.evaluate<string[]>(`[...document.querySelectorAll('.lane .name')].map((name) => name.textContent)`);
    assert.equal(await filter(tab, { find: '' }), '2000 results');
    assert.equal(await filter(tab, { find: 'sw017' }), '2 of 2000 results');
    assert.deepEqual(await lanes(), ['ber-sw017']);
    assert.equal(await filter(tab, { find: '', off: ['finished', 'cancelled'] }), '6 of 2000 results');
    assert.equal((await lanes()).length, 6);
    assert.equal(await filter(tab, { find: '15.2(4)e7 version' }), '19 of 2000 results');
    await filter(tab, { find: '', order: 'slowest' });
    assert.equal((await lanes())[0], 'ber-sw097');
  });

  test('[real] the time line is scrolled and zoomed with the keyboard, and tells each host in words', async () => {
    const tab = await open(makeLargeRecord(1000), DESK);
    const label = `document.querySelector('.lane').getAttribute('aria-label')`;
    assert.match(
      await tab.evaluate(label),
      /^ber-sw001: pending .*, tcp .*, kex .*, auth .*, prompt .*, version .*, uplinks /,
    );
    const width = `document.querySelector('#lanes .all').clientWidth`;
    const before = await tab.evaluate<number>(width);
    await tab.evaluate(`document.getElementById('lanes').focus()`);
    await tab.send('Input.dispatchKeyEvent', { type: 'keyDown', key: '+', text: '+' });
    assert.equal(await tab.evaluate(width), 2 * before);
    const last = await tab.evaluate(`new Promise((resolve) => {
      const lanes = document.getElementById('lanes');
      lanes.addEventListener('scroll', () => requestAnimationFrame(() => requestAnimationFrame(() =>
        resolve([...document.querySelectorAll('.lane .name')].at(-1).textContent))), { once: true });
      lanes.scrollTop = lanes.scrollHeight;
    })`);
    assert.equal(last, 'ams-sw1000');
  });

  test('[real] what a device says stays text, folded and unfolded', async () => {
    const error = { ...AUTH, message: HOSTILE, hint: HOSTILE, last: HOSTILE };
    const hostile = makeRecord(
      [
        makeResult(1, { output: HOSTILE, diff: `+${HOSTILE}`, command: HOSTILE, parsed: HOSTILE }),
        makeResult(2, { output: `${HOSTILE} and more`, state: 'raised', error, task: HOSTILE }),
        makeResult(3, { output: 'x', checks: [{ rule: HOSTILE, outcome: 'fail', message: HOSTILE }] }),
      ],
      { name: `Clock ${HOSTILE}` },
    );
    const tab = await open({ ...hostile, warnings: [{ host: 'R1', message: HOSTILE }] }, DESK);
    await tab.evaluate(`new Promise((resolve) => {
      for (const each of document.querySelectorAll('details')) each.open = true;
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    })`);
    assert.match(await tab.evaluate(`document.title`), /^Clock <\/pre>/);
    assert.equal(await tab.evaluate(`document.querySelectorAll('img, base, meta[http-equiv=refresh]').length`), 0);
    assert.equal(await tab.evaluate(`document.querySelectorAll('script').length`), 2);
    const outputs = await tab.evaluate<string[]>(
      `[...document.querySelectorAll('.result pre')].map((pre) => pre.textContent)`,
    );
    assert.ok(outputs.includes(HOSTILE), JSON.stringify(outputs));
    assert.deepEqual(tab.requests.length, 1);
    assert.deepEqual(tab.complaints, []);
  });

  test('[real] the page itself refuses a script or a style that is not its own', async () => {
    const tab = await open(makeRecord([makeResult(1)], { name: 'policy' }), DESK);
    await tab.evaluate(`new Promise((resolve) => {
      addEventListener('securitypolicyviolation', resolve, { once: true });
      const script = document.createElement('script');
      script.textContent = 'document.title = "broken"';
      document.body.append(script);
    })`);
    assert.equal(await tab.evaluate(`document.title`), 'policy: 1 host: 1 finished in 1.2 s');
  });

  test('[real] on a phone nothing is wider than the screen, and in the dark the paper is dark', async () => {
    const tab = await open(makeLargeRecord(60), PHONE);
    const paper = `getComputedStyle(document.body).backgroundColor`;
    assert.equal(await tab.evaluate(`document.documentElement.scrollWidth`), 390);
    assert.equal(await tab.evaluate(paper), 'rgb(252, 252, 250)');
    await tab.look({ ...PHONE, scheme: 'dark' });
    assert.equal(await tab.evaluate(paper), 'rgb(22, 25, 29)');
  });

  test('[real] on paper everything is unfolded', async () => {
    const tab = await open(makeLargeRecord(60), DESK);
    await tab.send('Page.printToPDF');
    assert.equal(await tab.evaluate(`document.querySelectorAll('section details:not(.result):not([open])').length`), 0);
  });

  test('[real] without scripts there are the summary, the failures, the outputs and a table of all results', async () => {
    const tab = await open(makeLargeRecord(60), DESK, { scripts: false });
    const { root } = await tab.send('DOM.getDocument', { depth: -1 });
    const { nodeId } = root as { nodeId: number };
    const count = async (selector: string): Promise<number> => {
      const { nodeIds } = await tab.send('DOM.querySelectorAll', { nodeId, selector });
      return (nodeIds as number[]).length;
    };
    assert.equal(await count('noscript tbody tr'), 120);
    assert.equal(await count('#failures .failure'), 2);
    assert.equal(await count('.live[hidden]'), 1);
    assert.ok((await count('details.output pre')) > 2);
  });
});
