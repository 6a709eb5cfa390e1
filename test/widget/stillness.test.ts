import { expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { playScenes, runsOf, stillScenes } from './stillScenes.ts';
import { desktop, phone } from './story.ts';

// The page never moves but by the reader's own doing: cumulative layout shift is exactly 0, whatever happens.
const fixture = givenFixture();
const newPage = givenBrowser();
const scenes = stillScenes(fixture);

// What is wide or slow has nothing of its own: there each kind of thing happens once. The longest come first.
const all = runsOf(scenes);
const few = /^(reading on|coming back to (the form|news.*))$/;
const machines = [
  ['a slow phone', phone, 6, all.filter(([first]) => few.test(first!))],
  ['a phone', phone, 1, all],
  ['a desk', desktop, 1, all.filter(([first]) => few.test(first!) || /past|slot/.test(first!))],
] as const;
const plays = machines.flatMap(([name, device, slowness, runs]) =>
  runs.map((run) => [name, run.join(', then '), { device, slowness, run }] as const),
);

test.concurrent.each(plays)(
  'on %s, the page stands still: %s',
  { timeout: 120_000 },
  async (...[, , play]) => {
    const { run, device, slowness } = play;
    const played = await playScenes(
      await newPage(device),
      fixture,
      run.map((name) => scenes[name]!),
      slowness,
    );
    for (const [i, { moved, standing }] of played.entries()) {
      const name = run[i]!;
      // What a slow network or machine brings in time differs; that nothing moves does not.
      if (name !== 'a slow network' && slowness === 1)
        expect(standing, name).toBe(scenes[name]!.stands ? 1 : 0);
      expect(moved, name).toEqual([]);
    }
  },
);
