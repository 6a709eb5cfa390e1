import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { appealOn, read } from '../harness/readArticle.ts';
import { type Service, type Standing, startService } from '../harness/service.ts';
import { payOn } from '../harness/stripeStandIn.ts';

const reader = 'reader-of-two-papers';

describe.each<Standing>(['embedded', 'servers'])(
  'two publishers side by side, on %s',
  (standing) => {
    let service: Service;
    const newPage = givenBrowser();
    beforeAll(async () => {
      service = await startService(standing);
    });
    afterAll(() => service?.stop());

    const at = (publisher: string, path: string) =>
      `${service.url}/v1/publishers/${publisher}/${path}`;
    const begin = async (publisher: string, amount: number, currency: string) => {
      const returnUrl = `${service.url}/demo/${publisher}/`;
      const body = new URLSearchParams({
        reader,
        frequency: 'monthly',
        amount: String(amount),
        currency,
        returnUrl,
      });
      const response = await fetch(at(publisher, 'checkouts'), { method: 'POST', body });
      expect(response.status).toBe(201);
      return (await response.json()) as { id: string; url: string };
    };

    test('the second speaks Arabic, from right to left, and asks in its own currency', async () => {
      const page = await newPage();
      const front = await (await fetch(`${service.url}/demo/al-manara/`)).text();
      const slug = /\/demo\/al-manara\/([a-z0-9-]+)/.exec(front)![1]!;
      await read(page, service.url, 'al-manara', slug);
      const region = appealOn(page).getByRole('region');
      await region.waitFor();
      expect(await region.evaluate((node) => getComputedStyle(node).direction)).toBe('rtl');
      expect(await region.getByText(/د\.أ/).count()).toBeGreaterThan(2);
      expect(await region.getByText(/[a-z]{4}/).count()).toBe(0);
    });

    test('a gift to one is money of that one alone, and makes nobody a supporter of the other', async () => {
      const { id, url } = await begin('al-manara', 2000, 'jod');
      await payOn(url);
      const status = await (
        await fetch(at('al-manara', `checkouts/${id}?reader=${reader}`))
      ).json();
      expect(status).toMatchObject({
        status: 'complete',
        supporterKey: expect.stringMatching(/^sup_/),
      });
      expect((await fetch(at('moscow-times', `checkouts/${id}`))).status).toBe(404);
      const kept = async (publisher: string) =>
        (await fetch(at(publisher, `readers/${reader}`))).json();
      expect(await kept('al-manara')).toMatchObject({ supporter: true });
      expect(await kept('moscow-times')).toMatchObject({ supporter: false });

      type Balances = {
        data: { publisher: string; account: string; currency: string; amount: number }[];
      };
      const gifts = async () =>
        (await service.finance<Balances>('balances')).data.filter(
          ({ account }) => account === 'gifts:monthly',
        );
      // 2 dinars, exchanged: Stripe settles them in the account's own currency, at the sandbox's fixed rate.
      await expect
        .poll(gifts, { timeout: 20_000 })
        .toEqual([
          { publisher: 'al-manara', account: 'gifts:monthly', currency: 'usd', amount: -282 },
        ]);
      expect((await service.finance<Balances>('transfers?publisher=moscow-times')).data).toEqual(
        [],
      );
    });

    test('a supporter key is shown once, and to nobody but the reader that began', async () => {
      const { id, url } = await begin('moscow-times', 200, 'usd');
      await payOn(url);
      const ask = async (query = '') =>
        (await (await fetch(at('moscow-times', `checkouts/${id}${query}`))).json()) as {
          supporterKey?: string;
        };
      expect((await ask('?reader=somebody-else-entirely')).supporterKey).toBeUndefined();
      expect((await ask()).supporterKey).toMatch(/^sup_/);
      expect((await ask()).supporterKey).toBeUndefined();
    });

    test('a snooze with one leaves the other free to ask', async () => {
      const put = await fetch(at('moscow-times', `readers/${reader}/snooze`), {
        method: 'PUT',
        body: new URLSearchParams({ days: '30' }),
      });
      expect(put.status).toBe(200);
      const until = async (publisher: string) =>
        (
          (await (await fetch(at(publisher, `readers/${reader}`))).json()) as {
            snoozedUntil: string | null;
          }
        ).snoozedUntil;
      expect(await until('moscow-times')).toBe(((await put.json()) as { until: string }).until);
      expect(await until('al-manara')).toBeNull();
    });

    test('pages of one may not use what is kept for the other', async () => {
      const from = (origin: string) =>
        fetch(at('al-manara', `readers/${reader}`), { headers: { Origin: origin } });
      expect((await from('https://www.themoscowtimes.com')).status).toBe(403);
      const own = await from('https://www.al-manara.example');
      expect(own.status).toBe(200);
      expect(own.headers.get('access-control-allow-origin')).toBe('https://www.al-manara.example');
      expect(
        (await from('https://evil.example')).headers.get('access-control-allow-origin'),
      ).toBeNull();
    });

    test('an event signed for one is refused at the door of the other', async () => {
      const { rows } = await service.stores.db.query<{ name: string; value: string }>(
        "select name, value from setting where name like 'sandbox webhook secret of %'",
      );
      const secretOf = (publisher: string) =>
        rows.find(({ name }) => name.includes(` of ${publisher} `))!.value;
      const payload = JSON.stringify({
        id: 'evt_crossed',
        object: 'event',
        type: 'invoice.paid',
        created: 1,
        livemode: false,
        data: { object: { id: 'in_1' } },
      });
      const knock = (publisher: string, secret: string) =>
        fetch(`${service.url}/webhooks/stripe/${publisher}`, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            'Stripe-Signature': Stripe.webhooks.generateTestHeaderString({ payload, secret }),
          },
          body: payload,
        });
      expect((await knock('al-manara', secretOf('moscow-times'))).status).toBe(400);
      expect((await knock('moscow-times', secretOf('moscow-times'))).status).toBe(200);
    });
  },
);
