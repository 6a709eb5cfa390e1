import { type DefaultTreeAdapterTypes, parse, defaultTreeAdapter as tree } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;

/** An element by its attributes. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What of a page matters to the appeal. */
export interface PageFacts {
  /** Scripts that look like ours: by their mark, or by the name of their file. */
  readonly tags: readonly Tag[];
  readonly slots: number;
  /** Whether the end of the article can be found without a slot. */
  readonly hasArticle: boolean;
  /** Policies that the page states itself. */
  readonly policies: readonly string[];
  readonly canonical: string | undefined;
  readonly language: string | undefined;
}

function* elementsOf(node: DefaultTreeAdapterTypes.ParentNode): Generator<Element> {
  for (const child of node.childNodes) {
    if (!tree.isElementNode(child)) continue;
    yield child;
    yield* elementsOf(child);
  }
}

const asTag = ({ tagName, attrs }: Element): Tag => ({
  name: tagName,
  attributes: Object.fromEntries(attrs.map(({ name, value }) => [name, value])),
});

const isOurs = ({ name, attributes }: Tag) =>
  name === 'script' &&
  ('data-smallfavor' in attributes ||
    /\/widget(\/[\w-]+)?\.js(\?|$)/.test(attributes.src ?? attributes['data-src'] ?? ''));

const isArticle = ({ name, attributes }: Tag) =>
  name === 'article' || name === 'main' || attributes.itemprop === 'articleBody';

/** Reads a page as a browser would before any script runs. */
export function readPage(html: string): PageFacts {
  const all = [...elementsOf(parse(html))].map(asTag);
  const metaOf = (httpEquiv: string) =>
    all.filter(
      ({ name, attributes }) =>
        name === 'meta' && attributes['http-equiv']?.toLowerCase() === httpEquiv,
    );
  return {
    tags: all.filter(isOurs),
    slots: all.filter(({ attributes }) => 'data-smallfavor-slot' in attributes).length,
    hasArticle: all.some(isArticle),
    policies: metaOf('content-security-policy').map(({ attributes }) => attributes.content ?? ''),
    canonical: all.find(({ name, attributes }) => name === 'link' && attributes.rel === 'canonical')
      ?.attributes.href,
    language: all.find(({ name }) => name === 'html')?.attributes.lang || undefined,
  };
}
