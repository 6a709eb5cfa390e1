import { domainToASCII } from 'node:url';
import { z } from 'zod';

// As browsers check it, with a domain of two parts or more, the last of which is no number.
const shape = z.email({ pattern: z.regexes.html5Email }).regex(/\.[^.@]*[a-z][^.@]*$/);
// The longest that fits into a path of RFC 5321, 4.5.3.1.3.
const longest = 254;

/** An address as mail servers know it, its domain in small ASCII letters; undefined where the text is none, or more than one. */
export function parseAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || trimmed.length > longest) return undefined;
  const address = `${trimmed.slice(0, at)}@${domainToASCII(trimmed.slice(at + 1))}`;
  return address.length <= longest && shape.safeParse(address).success ? address : undefined;
}

/** One e-mail address, as parseAddress gives it. */
export const addressSchema = z.string().transform((text, context) => {
  const address = parseAddress(text);
  if (address) return address;
  context.addIssue({ code: 'custom', message: 'must be an e-mail address' });
  return z.NEVER;
});

const ignoresDots = new Set(['gmail.com', 'googlemail.com']);

/**
 * The person behind an address, as far as it shows: capitals, what follows a plus, and dots at Gmail make no other
 * person. For counting and comparing only; letters go to the address as given.
 */
export function personOf(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const name = local.split('+')[0]! || local;
  return ignoresDots.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}

/** A sender as in MAIL_FROM: an address, or a name and an address in angle brackets. */
export function parseSender(text: string): { name: string; address: string } | undefined {
  const [, name = '', inBrackets] = /^([^<>\r\n]*)<([^<>]+)>$/.exec(text.trim()) ?? [];
  const address = parseAddress(inBrackets ?? text);
  if (!address) return undefined;
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address };
}
