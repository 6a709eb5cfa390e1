import request from 'supertest';
import { expect, test } from 'vitest';
import { readTexts } from '../../src/appeal/texts.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { opensPreview, previewKey } from '../../src/preview/previewKey.ts';
import { previewRoutes } from '../../src/preview/routes.ts';
import { variantWith } from '../appeal/appealServer.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const planet = givenPublisher({
  barredCountries: ['RU'],
  campaigns: [
    { ...variantWith('autumn'), until: '2020-01-01T00:00:00Z' },
    { ...variantWith('winter'), from: '2040-01-01T00:00:00Z', only: { countries: ['FR'] } },
  ],
});
const bare = givenPublisher({ id: 'bare', campaigns: [] });
const secrets = createSecrets('secret of the tests, of no use elsewhere');
const http = request(
  serveRoutes(
    '/',
    previewRoutes({
      publishers: new Map([planet, bare].map((one) => [one.id, one])),
      publicUrl: 'https://support.example.org',
      texts: readTexts('widget/copy'),
      mayLook: (publisher, key) => opensPreview(secrets, publisher, key),
    }),
  ),
);

test('only who has the publisher’s key sees a preview or any part of it', async () => {
  for (const path of ['', '/frame', '/appeal.json']) {
    await http.get(`/preview/daily-planet${path}`).expect(404);
    await http
      .get(`/preview/daily-planet${path}`)
      .query({ key: previewKey(secrets, bare) })
      .expect(404);
    await http
      .get(`/preview/daily-planet${path}`)
      .query({ key: previewKey(secrets, planet) })
      .expect(200);
  }
});

test('a campaign is shown as if it were live everywhere, and no other beside it', async () => {
  const { body } = await http
    .get('/preview/daily-planet/appeal.json')
    .query({ key: previewKey(secrets, planet), arm: 'winter/plain' })
    .expect(200);
  expect(body.campaigns).toMatchObject([{ id: 'winter', variants: [{ id: 'plain' }] }]);
  expect(body.campaigns[0]).not.toHaveProperty('only');
  expect(body.campaigns[0]).not.toHaveProperty('from');
  expect(body.bounds).toEqual({});
});

test('a publisher without a campaign is told so', async () => {
  const { body } = await http
    .get('/preview/bare')
    .query({ key: previewKey(secrets, bare) })
    .expect(404);
  expect(body.detail).toContain('no campaign yet');
});
