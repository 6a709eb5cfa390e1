import type { Server } from 'node:http';
import type { ReadReader } from '../../src/appeal/decisionRoutes.ts';
import type { BeginCheckout } from '../../src/appeal/pageRoutes.ts';
import { appealRoutes } from '../../src/appeal/routes.ts';
import type { Clock } from '../../src/ground/clock.ts';
import { createLimiter } from '../../src/ground/limiter.ts';
import type { Publisher } from '../../src/ground/publisher.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';
import type { BuiltWidget } from '../widget/builtWidget.ts';

export const publicUrl = 'https://support.example.org';

/** The appeal's routes behind our error handler; the country comes in the header x-country. */
export const appealServer = ({
  publishers,
  widget,
  clock = fakeClock(),
  startCheckout = async () => ({ id: 'chk_1', url: 'https://checkout.stripe.com/c/pay' }),
  points = 1000,
  readReader = async () => ({ snoozedUntil: null, supporter: false }),
}: {
  publishers: readonly Publisher[];
  widget: BuiltWidget;
  clock?: Clock;
  startCheckout?: BeginCheckout;
  /** How many checkouts one address may begin in a minute. */
  points?: number;
  readReader?: ReadReader;
}): Server =>
  serveRoutes(
    '/',
    appealRoutes({
      publishers: new Map(publishers.map((one) => [one.id, one])),
      clock,
      assetsDir: widget.folder,
      mails: true,
      publicUrl,
      countryHeader: 'x-country',
      checkoutOrigins: ['https://checkout.stripe.com'],
      startCheckout,
      limiter: createLimiter({ points, seconds: 60 }),
      readReader,
    }),
  );

/** A campaign with one arm, in some languages. */
export const variantWith = (id: string, locales: readonly string[] = ['en']) => ({
  id,
  variants: [
    {
      id: 'plain',
      copy: Object.fromEntries(
        locales.map((locale) => [
          locale,
          {
            heading: `A favor (${locale})`,
            lead: 'A word.',
            paragraphs: ['More words.'],
            thanks: 'We are grateful.',
          },
        ]),
      ),
    },
  ],
});
