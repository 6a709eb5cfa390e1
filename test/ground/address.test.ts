import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress, parseSender, personOf } from '../../src/ground/address.ts';
import { createSecrets } from '../../src/ground/secrets.ts';

test.each([
  ['reader@example.org', 'reader@example.org'],
  ['  Reader@Example.ORG ', 'Reader@example.org'],
  ['reader@пример.рф', 'reader@xn--e1afmkfd.xn--p1ai'],
])('%s is an address', (text, address) => {
  expect(parseAddress(text)).toBe(address);
});

test.each([
  'reader',
  'a@b.example, c@d.example',
  'a@b.example\r\nBcc: c@d.example',
  '<a@b.example>',
  'a b@c.example',
  '@example.org',
  'reader@',
  'reader@localhost',
  `${'x'.repeat(250)}@example.org`,
  '"a@b.example,c"@d.example',
])('%j is not an address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test('an address never names two people, whatever is typed', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.emailAddress()), (text) => {
      const address = parseAddress(text);
      return address === undefined || /^[^\s,;<>()]+@[a-z0-9.-]+$/.test(address);
    }),
  );
});

test('capitals, tags and dots at Gmail make no other person', () => {
  expect(personOf('A.B+list@Gmail.com')).toBe('ab@gmail.com');
  expect(personOf('ab@googlemail.com')).toBe('ab@gmail.com');
  expect(personOf('A.B+list@example.org')).toBe('a.b@example.org');
});

test.each([
  ['support@press.example', { name: '', address: 'support@press.example' }],
  ['Support <support@press.example>', { name: 'Support', address: 'support@press.example' }],
  ['"Support, us" <s@press.example>', { name: 'Support, us', address: 's@press.example' }],
  ['Support', undefined],
])('%s is read as a sender', (text, sender) => {
  expect(parseSender(text)).toEqual(sender);
});

const secrets = createSecrets('secret of the tests, of no use elsewhere');

test('what is sealed opens in its place, and nowhere else', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const sealed = secrets.seal('address', text, 'row 1');
      expect(secrets.open('address', sealed, 'row 1')).toBe(text);
      expect(secrets.open('address', sealed, 'row 2')).toBeUndefined();
      expect(secrets.open('outbox', sealed, 'row 1')).toBeUndefined();
    }),
  );
});

test('what was changed, cut short or never sealed does not open', () => {
  const sealed = secrets.seal('address', 'reader@example.org', 'row 1');
  for (const text of ['', 'x', sealed.slice(0, 30), `${sealed.slice(0, -2)}AA`, `A${sealed}`])
    expect(secrets.open('address', text, 'row 1')).toBeUndefined();
});
