import type { Publisher } from '../ground/publisher.ts';
import type { FetchedPage } from './fetchPage.ts';
import { judgePolicies, readPolicies } from './policy.ts';
import { type PageFacts, readPage, type Tag } from './readPage.ts';

/** One thing seen on a page: `fault` keeps the appeal away, `warning` may, `fine` is as it must be. */
export interface Finding {
  readonly grade: 'fault' | 'warning' | 'fine';
  readonly about: string;
  readonly says: string;
}

const fault = (about: string, says: string): Finding => ({ grade: 'fault', about, says });
const warning = (about: string, says: string): Finding => ({ grade: 'warning', about, says });
const fine = (about: string, says: string): Finding => ({ grade: 'fine', about, says });

interface Seen {
  readonly page: FetchedPage;
  readonly facts: PageFacts;
  readonly publisher: Publisher;
  readonly publicUrl: string;
}

const headerOf = ({ headers }: FetchedPage, name: string): string =>
  [headers[name] ?? []].flat().join(', ');

function pageFindings({ page }: Seen): Finding[] {
  const { status } = page;
  const type = headerOf(page, 'content-type');
  return [
    status === 200
      ? fine('page', 'The page answers 200.')
      : fault('page', `The page answers ${status}.`),
    ...(/html/.test(type) ? [] : [fault('page', `It is of type “${type}”, not HTML.`)]),
  ];
}

/** Optimisers of scripts change the tag; one that starts late still works, one that never starts does not. */
function optimiserFindings({ attributes }: Tag): Finding[] {
  const type = attributes.type ?? '';
  if (/rocketscript|rocketlazyloadscript|text\/plain|litespeed/i.test(type))
    return [
      warning(
        'tag',
        `An optimiser or a consent tool holds the script back (type="${type}"): the appeal comes only once it lets go.`,
      ),
    ];
  if (type === 'module')
    return [fault('tag', 'The tag has type="module": it must be a classic script.')];
  return [];
}

function sourceFindings({ attributes }: Tag, { page, publicUrl, publisher }: Seen): Finding[] {
  const src = attributes.src ?? attributes['data-src'];
  const url = src && URL.canParse(src, page.url.href) ? new URL(src, page.url) : undefined;
  const named = attributes['data-publisher'];
  return [
    ...(url?.origin === new URL(publicUrl).origin
      ? []
      : [fault('tag', `Its src is ${src || 'missing'}; it should be ${publicUrl}/widget.js.`)]),
    ...(named === publisher.id
      ? []
      : [
          fault(
            'tag',
            named
              ? `data-publisher is “${named}”; it should be “${publisher.id}”.`
              : `data-publisher="${publisher.id}" is missing.`,
          ),
        ]),
    ...('data-smallfavor' in attributes
      ? []
      : [warning('tag', 'data-smallfavor is missing: optimisers that move scripts may hide it.')]),
    ...('async' in attributes || 'defer' in attributes
      ? []
      : [warning('tag', 'It is not async: the page waits for it.')]),
  ];
}

function tagFindings(seen: Seen): Finding[] {
  const [tag, ...more] = seen.facts.tags;
  if (!tag)
    return [
      fault('tag', 'There is no tag in the HTML as it is sent. A tag manager may add it later.'),
    ];
  const found = [
    ...sourceFindings(tag, seen),
    ...optimiserFindings(tag),
    ...(more.length > 0
      ? [warning('tag', `It stands there ${more.length + 1} times; the first one counts.`)]
      : []),
  ];
  return found.length > 0 ? found : [fine('tag', 'It is there once, and says who you are.')];
}

function placeFindings({ facts: { slots, hasArticle } }: Seen): Finding[] {
  if (slots > 1) return [warning('place', `There are ${slots} slots; the first one is used.`)];
  if (slots === 1) return [fine('place', 'The appeal stands in your slot.')];
  if (hasArticle) return [fine('place', 'The appeal stands at the end of the article.')];
  return [
    fault(
      'place',
      'No slot, and no article, main or itemprop="articleBody": the appeal has no place to stand.',
    ),
  ];
}

function policyFindings({ page, facts, publicUrl }: Seen): Finding[] {
  const policies = [headerOf(page, 'content-security-policy'), ...facts.policies].flatMap(
    readPolicies,
  );
  if (policies.length === 0) return [fine('policy', 'The page has no Content Security Policy.')];
  const origin = new URL(publicUrl);
  const nonce = facts.tags[0]?.attributes.nonce;
  const { script, connect, usesNonce } = judgePolicies(policies, {
    origin,
    self: page.url.origin,
    nonce,
  });
  const isKept = /public|s-maxage/.test(headerOf(page, 'cache-control')) || 'age' in page.headers;
  return [
    script
      ? fine('policy', 'It lets the tag run.')
      : fault(
          'policy',
          `script-src does not let the tag run: give it your nonce, or ${origin.origin}.`,
        ),
    connect
      ? fine('policy', 'It lets the widget ask this service.')
      : fault(
          'policy',
          `connect-src does not let the widget ask this service: add ${origin.origin}.`,
        ),
    ...(usesNonce && isKept
      ? [warning('policy', 'Scripts run by a nonce, but caches may keep the page and its nonce.')]
      : []),
  ];
}

function cacheFindings({ page, facts: { tags } }: Seen): Finding[] {
  const age = Number(headerOf(page, 'age'));
  if (!(age > 0)) return [];
  const says = `A cache sent this copy, ${age} seconds old.`;
  return tags.length > 0
    ? [fine('cache', says)]
    : [warning('cache', `${says} If you have just added the tag, purge the cache.`)];
}

function originFindings({ page, facts: { canonical }, publisher }: Seen): Finding[] {
  if (!canonical || !URL.canParse(canonical, page.url.href)) return [];
  const { origin } = new URL(canonical, page.url);
  if (publisher.origins.includes(origin)) return [];
  return [
    warning('origin', `Its canonical address is on ${origin}, which is not among your origins.`),
  ];
}

/** What stands in the way of the appeal on a page, as far as its HTML and its headers show. */
export function findingsOf(
  page: FetchedPage,
  { publisher, publicUrl }: { publisher: Publisher; publicUrl: string },
): Finding[] {
  const seen: Seen = { page, facts: readPage(page.html), publisher, publicUrl };
  return [
    pageFindings,
    tagFindings,
    placeFindings,
    policyFindings,
    originFindings,
    cacheFindings,
  ].flatMap((look) => look(seen));
}
