import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { type BuiltWidget, buildWidget } from '../widget/builtWidget.ts';
import { appealServer, variantWith } from './appealServer.ts';

let widget: BuiltWidget;
beforeAll(() => {
  widget = buildWidget();
});
afterAll(() => widget.remove());

const path = '/v1/publishers/daily-planet/decision';
const article = 'https://www.planet.example/story';

const serve = (
  differs: Record<string, unknown> = {},
  reader: { snoozedUntil: string | null; supporter: boolean | null } = {
    snoozedUntil: null,
    supporter: false,
  },
) =>
  appealServer({
    publishers: [givenPublisher({ campaigns: [variantWith('autumn')], ...differs })],
    widget,
    readReader: async () => reader,
  });

describe('a decision asked for by a publisher’s server', () => {
  test('names the appeal and tells why, in JSON or from a form', async () => {
    const json = await request(serve()).post(path).send({ article }).expect(200);
    expect(json.body.appeal).toEqual({ campaign: 'autumn', variant: 'plain' });
    expect(json.body.why).toContainEqual({ filter: 'dates', campaign: 'autumn', passed: true });
    expect(json.body.wall).toBeNull();
    const form = await request(serve()).post(path).type('form').send({ article, tags: 'a, b' });
    expect(form.body.appeal).toEqual(json.body.appeal);
  });

  test('knows of a reader’s snooze and support', async () => {
    const ask = { article, reader: 'r12345678' };
    const until = '2026-12-24T00:00:00Z';
    const snoozed = serve({}, { snoozedUntil: until, supporter: false });
    const { body } = await request(snoozed).post(path).send(ask).expect(200);
    expect(body.appeal).toBeNull();
    expect(body.why.at(-1)).toEqual({ filter: 'snooze', passed: false, detail: true });
    const supporter = serve({}, { snoozedUntil: null, supporter: true });
    expect((await request(supporter).post(path).send(ask)).body.appeal).toBeNull();
  });

  test('is the widget’s: the same reader gets the same arm', async () => {
    const [one] = variantWith('autumn').variants;
    const variants = ['a', 'b', 'c'].map((id) => ({ ...one, id }));
    const server = serve({ campaigns: [{ id: 'autumn', variants }] });
    const ask = { article, reader: 'r12345678' };
    const first = await request(server).post(path).send(ask);
    const again = await request(server)
      .post(path)
      .send({ ...ask, article: `${article}/2` });
    expect(again.body.appeal).toEqual(first.body.appeal);
  });

  test('tells of the wall, but never holds a supporter before it', async () => {
    const wall = { limit: 3, mode: 'metered' as const, rules: [] };
    const at = async (reads: number, supporter: boolean | null) => {
      const server = serve({ wall }, { snoozedUntil: null, supporter });
      const ask = { article, reader: 'r12345678', reads };
      return (await request(server).post(path).send(ask)).body.wall;
    };
    expect(await at(3, false)).toEqual({ mode: 'metered', limit: 3, reached: false });
    expect(await at(4, false)).toMatchObject({ reached: true });
    expect(await at(4, true)).toMatchObject({ reached: false });
    expect(await at(4, null)).toMatchObject({ reached: false });
  });

  test('lets read on who is where giving is a crime, or may be: that wall is passed by giving alone', async () => {
    const wall = { limit: 3, mode: 'metered' as const, rules: [] };
    const server = serve({ wall, barredCountries: ['RU'] });
    const ask = { article, reader: 'r12345678', reads: 4 };
    const from = async (country: object) =>
      (
        await request(server)
          .post(path)
          .send({ ...ask, ...country })
      ).body.wall.reached;
    expect(await from({ country: 'RU' })).toBe(false);
    expect(await from({})).toBe(false);
    expect(await from({ country: 'NL' })).toBe(true);
  });

  test('takes the mode of the first rule that fits an article, and says so', async () => {
    const rules = [
      { mode: 'free' as const, sections: ['Service'] },
      { mode: 'supporters' as const, tags: ['analysis'] },
      { mode: 'appeal' as const, sections: ['News'], tags: ['war'] },
    ];
    const server = serve({ wall: { limit: 3, mode: 'metered', rules } });
    const at = async (about: object) =>
      (
        await request(server)
          .post(path)
          .send({ article, ...about })
      ).body;
    expect((await at({ section: 'Service', reads: 9 })).appeal).toBeNull();
    expect((await at({ section: 'News', tags: ['war'], reads: 9 })).wall.mode).toBe('appeal');
    expect((await at({ section: 'News', reads: 9 })).wall).toMatchObject({ mode: 'metered' });
    const { wall, why } = await at({ section: 'News', tags: ['analysis'] });
    expect(wall).toEqual({ mode: 'supporters', limit: 3, reached: true });
    expect(why.at(-1)).toEqual({ filter: 'wall', passed: false, detail: 'supporters' });
  });

  test('refuses what it cannot read, naming every fault', async () => {
    const { body } = await request(serve())
      .post(path)
      .send({ article: 'nowhere', country: 'nl', device: 'watch', reader: 'a@b.example', more: 1 })
      .expect(400);
    expect(body.errors.map(({ at }: { at: string }) => at).sort()).toEqual([
      '/',
      '/article',
      '/country',
      '/device',
      '/reader',
    ]);
  });
});
