import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { playScene, stillScenes } from './stillScenes.ts';
import { desktop, phone } from './story.ts';

// The page never moves but by the reader's own doing: cumulative layout shift is exactly 0, whatever happens.
const fixture = givenFixture();
const newPage = givenBrowser();
const scenes = stillScenes(fixture);

const all = Object.keys(scenes);
const wide = ['reading on', 'jumping past the end and back up', 'a slot', 'an error'];
const slow = all.filter((name) => /^reading|error|opened|folded|coming/.test(name));
const machines = [
  ['a phone', phone, 1, all],
  ['a slow phone', phone, 6, slow],
  ['a desk', desktop, 1, [...wide, ...all.filter((name) => /folded|coming/.test(name))]],
] as const;

describe.each(machines)('on %s, the page stands still:', (_name, device, slowness, names) => {
  test.concurrent.each(names)('%s', { timeout: 90_000 }, async (name) => {
    const scene = scenes[name]!;
    const { moved, standing } = await playScene(await newPage(device), fixture, scene, slowness);
    // What a slow network or machine brings in time differs; that nothing moves does not.
    if (name !== 'a slow network' && slowness === 1) expect(standing).toBe(scene.stands ? 1 : 0);
    expect(moved).toEqual([]);
  });
});
