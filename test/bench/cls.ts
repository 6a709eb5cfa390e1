import { launchChromium } from '../harness/browser.ts';
import { openFixture } from '../widget/openFixture.ts';
import { playScenes, runsOf, stillScenes } from '../widget/stillScenes.ts';
import { desktop, phone } from '../widget/story.ts';
import type { Figure, Section } from './section.ts';

const devices = { '390 px': phone, '1280 px': desktop };

/** Cumulative layout shift of every scene, on a phone and at a desk: exactly none is promised. */
export const cls: Section = async ({ atEnd, say, sized }) => {
  const fixture = await openFixture();
  atEnd(fixture.close);
  const browser = await launchChromium();
  atEnd(() => browser.close());
  const scenes = stillScenes(fixture);
  const runs = runsOf(scenes);
  const figures: Figure[] = [];
  for (const [width, device] of Object.entries(devices)) {
    say(`layout shifts at ${width}`);
    for (const run of runs.slice(0, sized(runs.length))) {
      const context = await browser.newContext(device);
      const acts = run.map((name) => scenes[name]!);
      const played = await playScenes(await context.newPage(), fixture, acts);
      for (const [i, { moved }] of played.entries()) {
        const value = moved.reduce((sum, shift) => sum + shift.value, 0);
        figures.push({ what: `${width}: ${run[i]}`, value, unit: '', wanted: { atMost: 0 } });
      }
    }
  }
  return figures;
};
