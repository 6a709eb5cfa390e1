import type { Page } from 'playwright-core';
import { launchChromium } from '../harness/browser.ts';
import { openFixture } from '../widget/openFixture.ts';
import { bringTo, states } from '../widget/states.ts';
import { slowDown } from '../widget/stillScenes.ts';
import { phone } from '../widget/story.ts';
import type { Figure, Section } from './section.ts';

const slowness = 4;
const promisedMs = 50;

/** By what was called: how long it took at its longest, in milliseconds. */
type Times = Record<string, number>;

interface Timed extends Window {
  handlers: Times;
  slowFrames: Times;
  longestTaskMs: number;
}

/** Times everything that the browser calls of the widget's, from before the page's first byte. */
function timeHandlers(): void {
  const timed = window as unknown as Timed;
  timed.handlers = {};
  timed.slowFrames = {};
  timed.longestTaskMs = 0;
  const note = (times: Times, name: string, ms: number) => {
    times[name] = Math.max(times[name] ?? 0, ms);
  };
  type Called = (...given: never[]) => unknown;
  const timing = (name: string, called: Called): Called =>
    function (this: unknown, ...given) {
      const begun = performance.now();
      try {
        return called.apply(this, given);
      } finally {
        note(timed.handlers, `${name} ${called}`, performance.now() - begun);
      }
    };
  const wrapped = new WeakMap<Called, Called>();
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (typeof listener !== 'function') return add.call(this, type, listener, options);
    const own = wrapped.get(listener) ?? timing(type, listener);
    wrapped.set(listener, own);
    add.call(this, type, own as EventListener, options);
  };
  const remove = EventTarget.prototype.removeEventListener;
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const own = wrapped.get(listener as Called) as EventListener | undefined;
    remove.call(this, type, own ?? listener, options);
  };
  for (const name of ['requestAnimationFrame', 'requestIdleCallback', 'setTimeout'] as const) {
    const ask = window[name] as (called: Called, more?: unknown) => number;
    Object.assign(window, {
      [name]: (called: Called, more?: unknown) => ask(timing(name, called), more),
    });
  }
  const Observer = window.IntersectionObserver;
  window.IntersectionObserver = class extends Observer {
    constructor(called: IntersectionObserverCallback, options?: IntersectionObserverInit) {
      super(timing('in sight', called) as IntersectionObserverCallback, options);
    }
  };
  // What goes on after an answer or a file has come is no handler: the browser tells of it where its frame was slow.
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { scripts } = entry as unknown as {
        scripts: { duration: number; sourceURL: string; sourceCharPosition: number }[];
      };
      for (const { duration, sourceURL, sourceCharPosition } of scripts)
        if (/\/widget/.test(sourceURL))
          note(timed.slowFrames, `${sourceURL} ${sourceCharPosition}`, duration);
    }
  }).observe({ type: 'long-animation-frame', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      timed.longestTaskMs = Math.max(timed.longestTaskMs, duration);
  }).observe({ type: 'longtask', buffered: true });
}

const timesOf = (page: Page) =>
  page.evaluate(() => {
    const { handlers, slowFrames, longestTaskMs } = window as unknown as Timed;
    return { handlers, slowFrames, longestTaskMs };
  });

type Seen = Awaited<ReturnType<typeof timesOf>>;

/**
 * The longest of all that was called, each as it was in the quickest of its runs, for what else the machine does only
 * adds. What a run does not name among its slow frames took less there than the promise.
 */
function longestOf(runs: readonly Seen[]): number {
  const quickest = (which: 'handlers' | 'slowFrames', name: string) =>
    Math.min(...runs.map((run) => run[which][name]).filter((ms) => ms !== undefined));
  const names = (which: 'handlers' | 'slowFrames') => [
    ...new Set(runs.flatMap((run) => Object.keys(run[which]))),
  ];
  const always = names('slowFrames').filter((name) => runs.every((run) => name in run.slowFrames));
  return Math.max(
    ...names('handlers').map((name) => quickest('handlers', name)),
    ...always.map((name) => quickest('slowFrames', name)),
  );
}

/**
 * How long the page's thread is held by the widget on a processor four times slower: the longest handler while the appeal
 * opens and is brought to each state; and, to compare, the longest task of the page, layout and paint included.
 */
export const handlers: Section = async ({ atEnd, say, sized }) => {
  const fixture = await openFixture();
  atEnd(fixture.close);
  const browser = await launchChromium();
  atEnd(() => browser.close());
  const times = sized(5);
  const figures: Figure[] = [];
  for (const name of Object.keys(states)) {
    say(`${name}, ${slowness} times slower`);
    const seen: Seen[] = [];
    for (let i = 0; i < times; i++) {
      const context = await browser.newContext(phone);
      const page = await context.newPage();
      await page.addInitScript(timeHandlers);
      await slowDown(page, slowness);
      await bringTo(page, fixture, name);
      await page.waitForTimeout(200);
      seen.push(await timesOf(page));
      await context.close();
    }
    const handler = longestOf(seen);
    const task = Math.min(...seen.map(({ longestTaskMs }) => longestTaskMs));
    figures.push(
      {
        what: `${name}: longest handler`,
        value: handler,
        unit: 'ms',
        wanted: { atMost: promisedMs },
      },
      { what: `${name}: longest task of the page (0: none over 50)`, value: task, unit: 'ms' },
    );
  }
  return figures;
};
