import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BeginCheckout } from '../../src/appeal/pageRoutes.ts';
import { Problem } from '../../src/ground/problem.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { type BuiltWidget, buildWidget } from '../widget/builtWidget.ts';
import { appealServer, publicUrl, variantWith } from './appealServer.ts';

let widget: BuiltWidget;
beforeAll(() => {
  widget = buildWidget();
});
afterAll(() => widget.remove());

const article = 'https://www.planet.example/story?id=7';
const begin = () =>
  vi.fn<BeginCheckout>(async () => ({ id: 'c', url: 'https://checkout.stripe.com/c/1' }));

const serve = (differs: Record<string, unknown> = {}, startCheckout: BeginCheckout = begin()) =>
  appealServer({
    publishers: [givenPublisher({ campaigns: [variantWith('autumn')], ...differs })],
    widget,
    startCheckout,
  });

const post = (server: ReturnType<typeof serve>, fields: Record<string, string>) =>
  request(server).post('/daily-planet').type('form').send(fields);

const monthly = (differs: Record<string, string> = {}) => ({
  frequency: 'monthly',
  'amount-monthly': '200',
  return: article,
  ...differs,
});

describe('the appeal as a page of its own', () => {
  test('stands under a policy that lets nothing in, and is not kept', async () => {
    const { headers, text } = await request(serve()).get('/daily-planet').expect(200);
    const policy = headers['content-security-policy']!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("trusted-types 'none'");
    expect(policy).toContain("form-action 'self' https://checkout.stripe.com");
    const [, nonce] = /'nonce-([^']+)'/.exec(policy)!;
    expect(text).toContain(`<style nonce="${nonce}">`);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('shows the campaign’s words, and every choice, without a script', async () => {
    const { text } = await request(serve()).get('/daily-planet').expect(200);
    expect(text).toContain('A favor (en)');
    expect(text).toContain('value="200" id="amount-monthly"> <span>$2</span>');
    expect(text).toContain('value="500" checked> <span>$5</span>');
    expect(text).not.toContain('<script');
  });

  test('starts with what the article’s appeal had chosen', async () => {
    const ask = '/daily-planet?frequency=monthly&amount=750';
    const { text } = await request(serve()).get(ask).expect(200);
    expect(text).toContain('value="other" checked');
    expect(text).toContain('value="7.50"');
  });

  test('begins no checkouts without end for one network address, and says so in the page', async () => {
    const server = appealServer({
      publishers: [givenPublisher({ campaigns: [variantWith('autumn')] })],
      widget,
      points: 1,
    });
    await post(server, monthly()).expect(303);
    const { text } = await post(server, monthly()).expect(429);
    expect(text).toContain('role="alert"');
    expect(text).toContain('value="200" id="amount-monthly" checked');
  });

  test('leads to the payment page, and knows the way back to the article', async () => {
    const startCheckout = begin();
    const sent = {
      ...monthly({ locale: 'en', campaign: 'autumn', variant: 'plain' }),
      reader: 'r12345678',
    };
    await post(serve({}, startCheckout), sent)
      .expect(303)
      .expect('Location', 'https://checkout.stripe.com/c/1');
    const [wanted] = startCheckout.mock.calls[0]!;
    expect(wanted).toMatchObject({
      publisher: 'daily-planet',
      frequency: 'monthly',
      amount: 200,
      currency: 'usd',
      reader: 'r12345678',
      campaign: 'autumn',
      variant: 'plain',
      locale: 'en',
    });
    const back = new URL(wanted.returnUrl);
    expect(back.href).toContain(`${publicUrl}/daily-planet?thanks&`);
    expect(back.searchParams.get('return')).toBe(article);
  });

  test('asks with one key as long as the choice is the same', async () => {
    const startCheckout = begin();
    const server = serve({}, startCheckout);
    const key = 'page_0123456789';
    await post(server, monthly({ key }));
    await post(server, monthly({ key }));
    await post(server, monthly({ key, 'amount-monthly': '500' }));
    const keys = startCheckout.mock.calls.map(([wanted]) => wanted.idempotencyKey);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  test('takes an amount as it is typed', async () => {
    const startCheckout = begin();
    const other = monthly({ 'amount-monthly': 'other', 'other-monthly': ' $7.50' });
    await post(serve({}, startCheckout), other).expect(303);
    expect(startCheckout.mock.calls[0]![0].amount).toBe(750);
  });

  test.each([
    [{ frequency: 'weekly' }, 'Choose how often', '#frequency'],
    [{ frequency: 'annual' }, 'Choose how often', '#frequency'],
    [{ 'amount-monthly': '201' }, 'Choose an amount', '#amount-monthly'],
    [
      { 'amount-monthly': 'other', 'other-monthly': 'a lot' },
      'from $2 to $1,000',
      '#other-monthly',
    ],
    [{ 'amount-monthly': 'other', 'other-monthly': '1.99' }, 'from $2 to $1,000', '#other-monthly'],
    [{ 'amount-monthly': 'other', 'other-monthly': '1,000.01' }, 'from $2', '#other-monthly'],
  ])('says what is wrong with %j, and keeps what was entered', async (sent, says, where) => {
    const startCheckout = begin();
    const { text } = await post(serve({}, startCheckout), monthly(sent as never)).expect(400);
    expect(text).toContain('There is a problem');
    expect(text).toContain(says);
    expect(text).toContain(`<a href="${where}">`);
    expect(text).toContain(`value="${article}"`);
    const typed = (sent as Record<string, string>)['other-monthly'];
    if (typed) expect(text).toContain(`value="${typed}"`);
    expect(startCheckout).not.toHaveBeenCalled();
  });

  test('says so where the payment page cannot be opened, and offers another try', async () => {
    const refuse: BeginCheckout = async () => {
      throw new Problem('payment_provider_unavailable');
    };
    const { text } = await post(serve({}, refuse), monthly()).expect(503);
    expect(text).toContain('Nothing was charged');
    expect(text).toContain('value="200" id="amount-monthly" checked');
  });

  test('escapes whatever it is given, and drops what nobody sees where it is not right', async () => {
    const evil = '"><script>alert(1)</script>';
    const sent = monthly({
      'amount-monthly': 'other',
      'other-monthly': evil,
      campaign: evil,
      reader: evil,
    });
    const { text } = await post(serve(), sent).expect(400);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('name="campaign"');
    expect(text).not.toContain('name="reader"');
  });

  test('leads nobody to a site that is not the publication’s', async () => {
    const away = [
      'https://evil.example/',
      'javascript:alert(1)',
      'https://a:b@www.planet.example/',
    ];
    for (const url of away) {
      const ask = `/daily-planet?thanks&return=${encodeURIComponent(url)}`;
      const { text } = await request(serve()).get(ask).expect(200);
      expect(text).toContain('id="return" href="https://www.planet.example/"');
    }
  });

  test('thanks, and shows the form again to who comes back without paying', async () => {
    const { text } = await request(serve()).get(
      '/daily-planet?thanks&amount=200&frequency=monthly',
    );
    expect(text).toContain('<h1>Thank you</h1>');
    expect(text).toContain('We are grateful.');
    expect(text).toContain('<div id="smallfavor=back">');
    expect(text).toContain('value="200" id="amount-monthly" checked');
  });

  test('takes nothing where giving is a crime, nor where it cannot tell', async () => {
    const startCheckout = begin();
    const server = serve({ barredCountries: ['RU'] }, startCheckout);
    const from = (country: string) => post(server, monthly()).set('x-country', country);
    expect((await from('RU').expect(403)).text).toContain('For your safety');
    expect((await post(server, monthly()).expect(403)).text).toContain('cannot tell where');
    await from('NL').expect(303);
    await post(server, monthly({ country: 'NL' })).expect(303);
    await post(server, monthly({ country: 'NL' }))
      .set('x-country', 'RU')
      .expect(403);
    expect(startCheckout).toHaveBeenCalledTimes(2);
  });

  test('asks nobody there for anything: no appeal, no price, no form, but the reason', async () => {
    const server = serve({ barredCountries: ['RU'] });
    const unknown = await request(server).get('/daily-planet').expect(200);
    const barred = await request(server).get('/daily-planet').set('x-country', 'RU').expect(200);
    for (const { text } of [unknown, barred]) {
      expect(text).toContain('For your safety');
      expect(text).toContain('<h1>Daily Planet</h1>');
      for (const ask of ['A favor', 'A word', 'More words', 'Support', '<form', '$'])
        expect(text).not.toContain(ask);
    }
    const { text } = await request(server).get('/daily-planet').set('x-country', 'NL');
    expect(text).toContain('A favor');
  });

  test('warns above the form where giving may have consequences, or where it cannot tell', async () => {
    const warnedCountries = { countries: ['KZ'], text: { en: 'Mind <your> safety.' } };
    const startCheckout = begin();
    const server = serve({ warnedCountries }, startCheckout);
    const from = (country: string) =>
      request(server).get('/daily-planet').set('x-country', country);
    for (const answer of [await from('KZ'), await request(server).get('/daily-planet')]) {
      expect(answer.text).toContain('Mind &lt;your&gt; safety.');
      expect(answer.text.indexOf('id="warning"')).toBeLessThan(answer.text.indexOf('<form'));
    }
    expect((await from('NL')).text).not.toContain('id="warning"');
    await post(server, monthly()).set('x-country', 'KZ').expect(303);
    const faulty = await post(server, monthly({ frequency: 'never' })).set('x-country', 'KZ');
    expect(faulty.text).toContain('Mind &lt;your&gt; safety.');
    expect(startCheckout).toHaveBeenCalledTimes(1);
  });

  test('lets pass what names no publisher', async () => {
    await request(serve())
      .get('/nobody')
      .expect(404)
      .expect('Content-Type', /problem\+json/);
  });
});
