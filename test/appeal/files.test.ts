import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppealFile } from '../../src/appeal/appealFile.ts';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { type BuiltWidget, buildWidget } from '../widget/builtWidget.ts';
import { appealServer, variantWith } from './appealServer.ts';

let widget: BuiltWidget;
beforeAll(() => {
  widget = buildWidget();
});
afterAll(() => widget.remove());

const path = '/v1/publishers/daily-planet/appeal.json';
const serve = (differs: Record<string, unknown>, clock = fakeClock()) =>
  appealServer({ publishers: [givenPublisher(differs)], widget, clock });

describe('appeal.json', () => {
  test('is the same bytes for every reader, for any site, kept by caches', async () => {
    const server = serve({ campaigns: [variantWith('autumn')] });
    const plain = await request(server).get(path).expect(200);
    const other = await request(server)
      .get(path)
      .set({ Cookie: 'a=b', Origin: 'https://evil.example', 'User-Agent': 'other' });
    expect(other.text).toBe(plain.text);
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'timing-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
    });
    expect(plain.headers['set-cookie']).toBeUndefined();
    await request(server).get(path).set('If-None-Match', plain.headers.etag!).expect(304, '');
  });

  test('of what is shipped weighs at most 1,200 bytes in every language', async () => {
    const shipped = readPublishers('config');
    const server = appealServer({ publishers: [...shipped.values()], widget });
    const weights: Record<string, number> = {};
    for (const { id, campaigns } of shipped.values())
      for (const locale of Object.keys(campaigns[0]?.variants[0]?.copy ?? {})) {
        const { text } = await request(server).get(
          `/v1/publishers/${id}/appeal.json?locale=${locale}`,
        );
        weights[`${id} ${locale}`] = brotliCompressSync(text).length;
      }
    expect(Object.keys(weights).length).toBeGreaterThan(2);
    expect(Object.entries(weights).filter(([, bytes]) => bytes > 1200)).toEqual([]);
  });

  test('comes as brotli, gzip or plain, as asked', async () => {
    const server = serve({ campaigns: [variantWith('autumn')] });
    const plain = await request(server).get(path).set('Accept-Encoding', 'identity');
    const gzip = await request(server).get(path).set('Accept-Encoding', 'gzip, deflate');
    const brotli = await request(server).get(path).set('Accept-Encoding', 'gzip, br');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gzip.text).toBe(plain.text);
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotli.text).toBe(plain.text);
    expect(gzip.headers.etag).toBe(plain.headers.etag);
  });

  test('holds campaigns that are live or near, and changes as time brings and ends them', async () => {
    const clock = fakeClock('2026-11-24T12:00:00Z');
    const campaigns = [
      { ...variantWith('over'), until: '2026-11-24T12:00:00Z' },
      { ...variantWith('ending'), until: '2026-11-24T13:00:00Z' },
      { ...variantWith('near'), from: '2026-11-25T11:00:00Z' },
      { ...variantWith('far'), from: '2026-11-26T00:00:00Z' },
    ];
    const server = serve({ campaigns }, clock);
    const ids = async () => {
      const { body } = await request(server).get(path);
      return (body as AppealFile).campaigns.map(({ id }) => id);
    };
    expect(await ids()).toEqual(['ending', 'near']);
    clock.advance({ hours: 1 });
    expect(await ids()).toEqual(['near']);
    clock.advance({ hours: 11 });
    expect(await ids()).toEqual(['near', 'far']);
  });

  test('speaks the language asked for, a sister of it, or the publication’s own', async () => {
    const server = serve({ locale: 'pt', campaigns: [variantWith('autumn', ['pt', 'de'])] });
    const localeOf = async (query: string) =>
      ((await request(server).get(`${path}${query}`).expect(200)).body as AppealFile).locale;
    expect(await localeOf('?locale=de-AT')).toBe('de');
    expect(await localeOf('?locale=pt-BR')).toBe('pt');
    expect(await localeOf('?locale=ja')).toBe('pt');
    expect(await localeOf('?locale=%00')).toBe('pt');
    expect(await localeOf('?locale=a&locale=b')).toBe('pt');
    expect(await localeOf('')).toBe('pt');
  });

  test('shares readers among the arms by weight, and names the countries where nobody is asked', async () => {
    const arms = { ...variantWith('autumn'), variants: [] as unknown[] };
    const [one] = variantWith('autumn').variants;
    arms.variants = [
      { ...one, id: 'a', weight: 1 },
      { ...one, id: 'b', weight: 0 },
      { ...one, id: 'c', weight: 3 },
    ];
    const server = serve({
      campaigns: [arms],
      barredCountries: ['RU', 'BY'],
      warnedCountries: { countries: ['KZ'], text: { en: 'Take care.' } },
    });
    const file = (await request(server).get(path)).body as AppealFile;
    expect(file.campaigns[0]!.variants.map(({ below }) => below)).toEqual([2500, 2500, 10_000]);
    expect(file.bounds).toEqual({ not: { countries: ['RU', 'BY', 'KZ'] } });
  });

  test('of an unknown publisher is a clear problem', async () => {
    const { body } = await request(serve({})).get('/v1/publishers/nobody/appeal.json').expect(404);
    expect(body.type).toBe('urn:smallfavor:problem:not_found');
  });
});

describe('the widget’s files', () => {
  test('are evergreen, or never change', async () => {
    const server = serve({});
    const loader = await request(server).get('/widget.js').expect(200);
    expect(loader.headers['cache-control']).toBe(
      'public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800',
    );
    expect(loader.headers['content-type']).toBe('text/javascript; charset=utf-8');
    const { ui, acts } = widget.manifest;
    for (const name of [ui, acts]) {
      const { headers } = await request(server).get(`/widget/${name}`).expect(200);
      expect(headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'access-control-allow-origin': '*',
      });
    }
  });

  test('are to be had as one file that never changes, with its hash', async () => {
    const server = serve({});
    const { body } = await request(server).get('/widget/pinned.json').expect(200);
    const file = await request(server).get(body.src).expect(200);
    expect(file.headers['cache-control']).toContain('immutable');
    const hash = createHash('sha384').update(file.text).digest('base64');
    expect(body.integrity).toBe(`sha384-${hash}`);
  });

  test('of an older release give way to today’s, without being kept for ever', async () => {
    const server = serve({});
    const today = await request(server).get(`/widget/${widget.manifest.ui}`);
    const old = await request(server).get('/widget/0OLDHASH.js').expect(200);
    expect(old.text).toBe(today.text);
    expect(old.headers['cache-control']).toContain('max-age=3600');
    await request(server).get('/widget/acts-0OLDHASH.js').expect(404);
    await request(server).get('/widget/..%2fmanifest.json').expect(404);
  });
});

describe('the place of a reader', () => {
  test('is what the proxy says, and never kept', async () => {
    const server = serve({});
    const place = '/v1/publishers/daily-planet/place';
    const known = await request(server).get(place).set('x-country', 'nl').expect(200);
    expect(known.body).toEqual({ country: 'NL' });
    expect(known.headers['cache-control']).toBe('no-store');
    expect((await request(server).get(place)).body).toEqual({ country: null });
    expect((await request(server).get(place).set('x-country', 'XX')).body.country).toBeNull();
  });
});
