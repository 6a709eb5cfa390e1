import PostalMime, { type Attachment } from 'postal-mime';

/** What one message says of one address. */
export interface Delivery {
  /** failed, delayed, delivered, relayed or expanded: https://www.rfc-editor.org/rfc/rfc3464#section-2.3.3 */
  readonly action: string;
  /** Enhanced status code, such as 5.1.1: https://www.rfc-editor.org/rfc/rfc3463 */
  readonly status: string;
  readonly address: string | undefined;
}

/** What a mail server says became of a letter. */
export interface Bounce {
  /** Names under which the letter may be known here; anybody may have written them. */
  readonly marks: readonly string[];
  readonly deliveries: readonly Delivery[];
}

type Fields = ReadonlyMap<string, string>;

const statusTypes = ['message/delivery-status', 'message/global-delivery-status'];
const returnedTypes = [
  'text/rfc822-headers',
  'message/rfc822',
  'message/global-headers',
  'message/global',
];
const code = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/;
// A mail server writes little; whoever writes more wants us to work.
const mostGroups = 20;

const read = (raw: string | Uint8Array) =>
  PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'utf8',
    maxNestingDepth: 8,
  });

/** The header fields at the beginning of a text, unfolded; of each the first. */
async function fieldsOf(text: string): Promise<Fields> {
  const { headers } = await read(`${text}\r\n\r\n`);
  return new Map(headers.reverse().map(({ key, value }) => [key, value.trim()]));
}

const textsOf = (attachments: readonly Attachment[], types: readonly string[]): string[] =>
  attachments
    .filter(({ mimeType }) => types.includes(mimeType))
    .map(({ content }) => String(content));

const groupsOf = (text: string): Promise<Fields[]> =>
  Promise.all(
    text
      .trim()
      .split(/\r?\n[ \t]*\r?\n/)
      .slice(0, mostGroups)
      .map(fieldsOf),
  );

/** What follows the type of an address, as in `rfc822; reader@example.org`. */
const addressIn = (field: string | undefined) =>
  field
    ?.split(';')
    .at(-1)
    ?.trim()
    .replace(/^<(.*)>$/, '$1') || undefined;

function deliveryOf(fields: Fields): Delivery | undefined {
  const action = fields
    .get('action')
    ?.split(/[\s(;]/)[0]
    ?.toLowerCase();
  if (!action) return undefined;
  const said = code.exec(fields.get('status') ?? '')?.[0];
  // Some servers say no more in the status than that it failed, and the rest beside it.
  const told = code.exec(fields.get('diagnostic-code') ?? '')?.[0];
  const status = (said && !said.endsWith('.0.0') ? said : (told ?? said)) ?? '5.0.0';
  const address = addressIn(fields.get('original-recipient') ?? fields.get('final-recipient'));
  return { action, status, address };
}

/** What stands before the @ of each message id in a text. */
const marksIn = (text = ''): string[] =>
  [...text.matchAll(/<([^<>@\s]{1,200})@[^<>\s]*>/g)].map(([, mark]) => mark!);

/** Reads a delivery status notification (RFC 3464); undefined where a message is none, whatever it is. */
export async function readBounce(message: Uint8Array): Promise<Bounce | undefined> {
  const mail = await read(message).catch(() => undefined);
  const [status] = textsOf(mail?.attachments ?? [], statusTypes);
  if (!mail || status === undefined) return undefined;
  const groups = await groupsOf(status);
  const deliveries = groups.flatMap((fields) => deliveryOf(fields) ?? []);
  if (deliveries.length === 0) return undefined;
  const [returned = ''] = textsOf(mail.attachments, returnedTypes);
  const letter = await fieldsOf(returned.split(/\r?\n\r?\n/)[0]!);
  const envelopeIds = groups.flatMap((fields) => fields.get('original-envelope-id') ?? []);
  return {
    marks: [
      ...envelopeIds,
      ...marksIn(letter.get('message-id')),
      ...marksIn(mail.inReplyTo),
      ...marksIn(mail.references),
    ].slice(0, mostGroups),
    deliveries,
  };
}
