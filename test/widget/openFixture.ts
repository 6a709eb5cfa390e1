import type { Server } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { appealRoutes } from '../../src/appeal/routes.ts';
import { readBodies } from '../../src/ground/bodies.ts';
import { systemClock } from '../../src/ground/clock.ts';
import { publisherCors } from '../../src/ground/cors.ts';
import { closeGently, createHttpServer, listen, portOf } from '../../src/ground/http.ts';
import { createLimiter } from '../../src/ground/limiter.ts';
import { createLog } from '../../src/ground/log.ts';
import { notFound, problemHandler } from '../../src/ground/problemHandler.ts';
import type { Publisher } from '../../src/ground/publisher.ts';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { type BuiltWidget, buildWidget } from './builtWidget.ts';
import { type HostPage, hostPage } from './hostPage.ts';

/** What the widget asked of the service, and what the service is to answer: the rooms below have tests of their own. */
export interface Service {
  readonly url: string;
  readonly asked: { method: string; path: string; body: Record<string, string> }[];
  /** Answers of GET P/checkouts/:id, one after the other; the last one stays. */
  outcomes: string[];
  /** Answer of GET P/readers/:reader. */
  reader: { snoozedUntil: string | null; supporter: boolean | null };
  /** The signature of a letter's link that holds. */
  readonly letter: string;
  /** How many articles were read: answer of POST reads, with a limit of 3. */
  count: number;
  country: string | undefined;
  /** Milliseconds before anything is answered. */
  delayMs: number;
  /** Paths that get 500. */
  broken: RegExp | undefined;
}

export interface Fixture {
  readonly service: Service;
  readonly widget: BuiltWidget;
  /** Address of a page on the publisher's own site, which is another site than ours. */
  page(about?: HostPage): string;
  readonly publishers: ReadonlyMap<string, Publisher>;
}

const silent = createLog('silent');

function readerRoutes(service: Service) {
  const router = express.Router();
  const note = (req: Request) =>
    service.asked.push({ method: req.method, path: req.path, body: { ...req.body } });
  router.use(...readBodies(), (req: Request, res: Response, next: NextFunction) => {
    note(req);
    if (service.broken?.test(req.path)) res.status(500).json({});
    else next();
  });
  router.post('/:publisher/checkouts', (req, res) => {
    res.status(201).json({ id: 'chk_1', url: `${service.url}/pay?${req.body.frequency}` });
  });
  router.get('/:publisher/checkouts/:id', (_req, res) => {
    const status = service.outcomes.length > 1 ? service.outcomes.shift() : service.outcomes[0];
    res.json({ status, ...(status === 'complete' ? { supporterKey: 'sup_key' } : {}) });
  });
  router.get('/:publisher/gift', (req, res) => {
    const isKnown = req.get('Authorization') === 'Bearer sup_key';
    res.status(isKnown ? 200 : 401).json(isKnown ? { pageUrl: `${service.url}/pay` } : {});
  });
  router.get('/:publisher/readers/:reader', ({ query }, res) => {
    const byLetter = query.letter === service.letter;
    res.json({ ...service.reader, reads: 0, limit: null, byLetter });
  });
  router.post('/:publisher/readers/:reader/reads', (_req, res) => {
    const { count } = service;
    const remaining = Math.max(0, 3 - count);
    res.json({ count, limit: 3, remaining, resetsAt: '2026-11-30T23:00:00.000Z' });
  });
  router.post('/:publisher/sign-ins', (_req, res) => {
    res.status(202).end();
  });
  router.put('/:publisher/readers/:reader/snooze', (req, res) => {
    const until = new Date(Date.now() + Number(req.body.days) * 86_400_000);
    res.json({ until: until.toISOString() });
  });
  router.post('/:publisher/reminders', (req, res) => {
    res.status(202).json({ on: req.body.on, url: `${service.url}/reminders/code` });
  });
  router.post('/:publisher/tallies', (_req, res) => void res.status(204).end());
  router.delete(
    ['/:publisher/readers/:reader/snooze', '/:publisher/readers/:reader'],
    (_req, res) => {
      res.status(204).end();
    },
  );
  return router;
}

function serviceApp(service: Service, widget: BuiltWidget, publishers: Map<string, Publisher>) {
  const app = express();
  app.use((req, res, next) => {
    // Much of this is said in the service's place: see test/judges/answers.
    res.set('X-Stand-In', 'yes');
    if (service.country) req.headers['x-country'] = service.country;
    // What readers ask is broken behind the CORS headers, as in life.
    const isBroken =
      !/readers|checkouts|reminders|tallies/.test(req.path) && service.broken?.test(req.path);
    setTimeout(() => (isBroken ? res.status(500).end('{}') : next()), service.delayMs);
  });
  app.get('/pay', (_req, res) => res.send('<!doctype html><title>Pay</title><p>The payment page'));
  app.use(
    appealRoutes({
      publishers,
      clock: systemClock,
      assetsDir: widget.folder,
      mails: true,
      publicUrl: service.url,
      countryHeader: 'x-country',
      checkoutOrigins: [],
      limiter: createLimiter({ points: 1000, seconds: 60 }),
      startCheckout: async ({ frequency }) => ({
        id: 'chk_page',
        url: `${service.url}/pay?${frequency}`,
      }),
      readReader: async () => service.reader,
    }),
  );
  app.use('/v1/publishers/:publisher', publisherCors({ publishers, publicUrl: service.url }));
  app.use('/v1/publishers', readerRoutes(service));
  app.use(notFound, problemHandler({ log: silent }));
  return app;
}

/** The languages of widget/copy but for English and Arabic, each spoken by a publisher of the fixture. */
export const spoken = 'be de es fa fr he it ja pl pt ru tr uk zh'.split(' ');

/** What a publisher asks in its own words, for layouts in other languages. */
const longWords = {
  heading: '— Unabhängigkeitserklärungsfeierlichkeiten',
  lead: 'Ein Satz.',
  paragraphs: ['Noch ein Satz.'],
};

/** The publisher of that name speaks that language. */
function speaker(locale: string, shipped: Publisher): Publisher {
  const variants = [{ id: 'plain', weight: 1, copy: { [locale]: longWords } }];
  return { ...shipped, id: `speaks-${locale}`, locale, campaigns: [{ id: 'one', variants }] };
}

/** Publishers as they are shipped, with the fixture's site among their origins, and some that differ in one thing. */
function fixturePublishers(origin: string): Map<string, Publisher> {
  const shipped = readPublishers('config');
  const times = shipped.get('moscow-times')!;
  const guarded: Publisher = { ...times, id: 'guarded', barredCountries: ['RU'] };
  const speakers = ['ru', ...spoken].map((locale) => speaker(locale, times));
  const rules = [{ mode: 'free' as const, sections: ['Service'] }];
  const walled: Publisher = { ...times, id: 'walled', wall: { limit: 3, mode: 'metered', rules } };
  const guardedWall: Publisher = { ...walled, id: 'guarded-wall', barredCountries: ['RU'] };
  const all = [...shipped.values(), guarded, walled, guardedWall, ...speakers];
  return new Map(all.map((one) => [one.id, { ...one, origins: [...one.origins, origin] }]));
}

async function start(app: express.Express, host: string): Promise<Server> {
  const server = createHttpServer(app);
  await listen(server, 0, host);
  return server;
}

/** The built widget, our service on 127.0.0.1, and a publisher's site on localhost: two sites, as in life. */
export async function openFixture(): Promise<Fixture & { close(): Promise<void> }> {
  const widget = buildWidget();
  const site = express();
  const ours = express();
  const servers = [await start(site, 'localhost'), await start(ours, '127.0.0.1')];
  const [origin, url] = [
    `http://localhost:${portOf(servers[0]!)}`,
    `http://127.0.0.1:${portOf(servers[1]!)}`,
  ];
  const publishers = fixturePublishers(origin);
  const service: Service = {
    url,
    asked: [],
    outcomes: ['complete'],
    reader: { snoozedUntil: null, supporter: false },
    letter: 'until.signature-of-16',
    count: 1,
    country: undefined,
    delayMs: 0,
    broken: undefined,
  };
  ours.use(serviceApp(service, widget, publishers));
  site.get('/{*path}', (req, res) => {
    const about = JSON.parse(String(req.query.about ?? '{}')) as HostPage;
    for (const policy of [about.csp ?? []].flat())
      res.append('Content-Security-Policy', policy.replaceAll('SERVICE', service.url));
    res.type('html').send(hostPage({ service: service.url, ...about }));
  });
  return {
    service,
    widget,
    publishers,
    page: (about: HostPage = {}) =>
      `${origin}/${about.path ?? 'story'}?about=${encodeURIComponent(JSON.stringify(about))}`,
    async close() {
      for (const server of servers) await closeGently(server, 500);
      widget.remove();
    },
  };
}
