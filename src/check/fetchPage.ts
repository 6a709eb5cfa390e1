import { lookup as resolve } from 'node:dns';
import { type IncomingMessage, request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A publisher's page as our machine sees it. */
export interface FetchedPage {
  /** Where it was in the end, after redirects. */
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly html: string;
}

/** Why a page could not be had, in a sentence for whoever asked. */
export class PageUnreachable extends Error {}

const mostBytes = 2 * 1024 * 1024;
const limitMs = 10_000;
const mostRedirects = 5;

/** Whether an address is of the public internet: not of this machine, nor of a network behind it. */
export const isPublicAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';

// The address is judged as the connection is made, so that a name cannot answer with one and then with another.
const publicLookup: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '');
    const barred = addresses.find(({ address }) => !isPublicAddress(address));
    if (barred) return done(new PageUnreachable(`${host} is an address of a private network.`), '');
    if (options.all) return done(null, addresses);
    done(null, addresses[0]!.address, addresses[0]!.family);
  });
};

async function readText(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) throw new PageUnreachable('The page is larger than 2 MB.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function ask(url: URL, lookup: LookupFunction | undefined): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? encrypted : plain;
  return new Promise((fulfil, reject) => {
    const asked = request(
      url,
      {
        headers: {
          Accept: 'text/html',
          'Accept-Encoding': 'identity',
          'User-Agent': 'smallfavor-check (asked by the publisher)',
        },
        signal: AbortSignal.timeout(limitMs),
        ...(lookup && { lookup }),
      },
      fulfil,
    );
    asked.on('error', reject).end();
  });
}

/** An address that is written as a number needs no lookup, and so would not be judged by it. */
function refusePrivate(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host) && !isPublicAddress(host))
    throw new PageUnreachable(`${host} is an address of a private network.`);
}

/** What went wrong, without what our network looks like. */
function explain(error: unknown, { host }: URL): PageUnreachable {
  if (error instanceof PageUnreachable) return error;
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || name === 'AbortError')
    return new PageUnreachable(`${host} did not answer within ten seconds.`);
  if (code === 'ENOTFOUND') return new PageUnreachable(`There is no site called ${host}.`);
  return new PageUnreachable(`${host} cannot be reached (${code ?? name}).`);
}

/**
 * Fetches a page, following redirects to allowed origins only. Nothing of ours is sent along.
 * @param mayBePrivate for publishers on this very machine: the demo, and tests
 * @throws PageUnreachable
 */
export async function fetchPage(
  address: URL,
  isAllowed: (origin: string) => boolean,
  mayBePrivate: boolean,
): Promise<FetchedPage> {
  let url = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    if (!isAllowed(url.origin))
      throw new PageUnreachable(`It leads to ${url.origin}, which is not among the origins.`);
    if (!mayBePrivate) refusePrivate(url);
    try {
      const answer = await ask(url, mayBePrivate ? undefined : publicLookup);
      const { statusCode: status = 0, headers } = answer;
      if (status >= 300 && status < 400 && headers.location) {
        answer.destroy();
        url = new URL(headers.location, url);
        continue;
      }
      return { url, status, headers, html: await readText(answer) };
    } catch (error) {
      throw explain(error, url);
    }
  }
  throw new PageUnreachable('It redirects without end.');
}
