import { expect, test } from 'vitest';
import { letterMark, letterOfMark } from '../../src/ground/letterMark.ts';
import { readBounce } from '../../src/ground/readBounce.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { bounceOf } from '../harness/bounceOf.ts';

const marked = '<thanks.gft_1.abc@press.example>';

test.each([
  ['by the envelope', { envelopeId: 'thanks.gft_1.abc' }],
  ['by headers that were returned', { messageId: marked }],
  ['by the whole letter that was returned', { messageId: marked, returned: 'message/rfc822' }],
  ['by what it answers', { inReplyTo: marked }],
])('finds the letter that came back %s', async (_how, differs) => {
  expect(await readBounce(bounceOf(differs))).toEqual({
    marks: ['thanks.gft_1.abc'],
    deliveries: [{ action: 'failed', status: '5.1.1', address: 'reader@example.org' }],
  });
});

test.each([
  ['5.0.0', '550 5.1.1 no such user', '5.1.1'],
  ['5.0.0', '550 no such user', '5.0.0'],
  ['', '552 5.2.2 full', '5.2.2'],
  ['', 'no', '5.0.0'],
  ['4.4.1 (given up)', 'timeout at 10.5.1.1.9', '4.4.1'],
])('takes the code from %j and %j', async (status, said, code) => {
  const bounce = await readBounce(bounceOf({ status, said }));
  expect(bounce?.deliveries[0]?.status).toBe(code);
});

test('reads line ends of either kind', async () => {
  const text = bounceOf({ envelopeId: 'a.b' }).toString().replaceAll('\r\n', '\n');
  expect(await readBounce(Buffer.from(text))).toMatchObject({ marks: ['a.b'] });
});

const nested = (depth: number) =>
  `Content-Type: multipart/report; boundary=b${depth}\r\n\r\n--b${depth}\r\n`;

test.each([
  ['nothing', ''],
  ['a letter of a person', 'From: reader@example.org\r\nSubject: Re: thanks\r\n\r\nHello\r\n'],
  ['bytes of no kind', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))],
  ['a report of spam', bounceOf().toString().replaceAll('delivery-status', 'feedback-report')],
  ['a status without an action', bounceOf().toString().replace('Action:', 'X-Action:')],
  ['one cut off', bounceOf().subarray(0, 500)],
  ['one of a thousand layers', Array.from({ length: 1000 }, (_, i) => nested(i)).join('')],
  ['a header of a megabyte', `Subject: ${'x'.repeat(1_000_000)}\r\n\r\n`],
])('takes %s for no notification', async (_what, message) => {
  expect(await readBounce(Buffer.from(message))).toBeUndefined();
});

test('reads a message of thousands of groups, and no more than the first of them', async () => {
  const groups = 'Final-Recipient: rfc822; a@example.org\r\nAction: failed\r\n\r\n'.repeat(3_000);
  const text = bounceOf().toString().replace('Reporting-MTA:', `${groups}Reporting-MTA:`);
  expect((await readBounce(Buffer.from(text)))?.deliveries.length).toBeLessThanOrEqual(20);
});

const secrets = createSecrets('secret of the tests, of no use elsewhere');

test.each(['thanks:gft_aZ0_-9', 'failing-last:gft_1:1790000000', 'reminder:rem_x', 'alert_1:tag'])(
  'knows the letter %s by its mark, which fits into an envelope',
  (id) => {
    const mark = letterMark(secrets, id);
    expect(mark).toMatch(/^[\w.-]+$/);
    expect(mark.length).toBeLessThan(100);
    expect(letterOfMark(secrets, mark)).toBe(id);
    // Of another letter, cut, of another secret, and as it was before there were marks.
    expect(letterOfMark(secrets, mark.replace(/^\w/, 'q'))).toBeUndefined();
    expect(letterOfMark(secrets, mark.slice(0, -1))).toBeUndefined();
    const others = createSecrets('another secret of the tests, of no use');
    expect(letterOfMark(others, mark)).toBeUndefined();
    expect(letterOfMark(secrets, id.replaceAll(':', '-'))).toBeUndefined();
  },
);
