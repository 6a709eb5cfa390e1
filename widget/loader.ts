// The whole of what a reader downloads who never comes near the end of an article: at most 1,000 bytes (brotli).
// It decides whether and when, then fetches the interface and the appeal side by side.
// An old loader may meet a new interface, and the other way round: what passes between them (Tag, Open) is only added to.

/** Who embeds, and where the appeal may stand. */
export interface Tag {
  /** Address of our service, such as https://support.example.org */
  readonly origin: string;
  readonly publisher: string;
  /** The tag's data attributes. */
  readonly data: DOMStringMap;
  /** The slot, or the element whose end is the article's end. */
  readonly place: Element | undefined;
}

/** Runs the interface; what comes back takes verbs: show, hide, forget, close. */
export type Open = (tag: Tag, file: unknown, verb?: string) => (verb: string) => void;

/** What this browser remembers of a publisher, as far as it says whether to leave the reader in peace. */
const recall = (publisher: string): { quiet?: number; owed?: number } => {
  try {
    return JSON.parse(localStorage[`smallfavor:${publisher}`]) || {};
  } catch {
    return {}; // Storage throws where cookies are blocked and in sandboxed frames.
  }
};

/** The slot, or the element whose end is the article's end. */
const findPlace = (): Element | undefined =>
  ['[data-smallfavor-slot]', '[itemprop=articleBody]', 'article', 'main']
    .map((selector) => document.querySelector(selector))
    .find(Boolean)!;

/** The last thing in the place that has a box. It is watched itself: a marker of ours would change :last-child, and so the page. */
function endOf(place: Element): Element {
  const last = [...place.children].reverse().find((child) => child.getClientRects().length);
  return last ? endOf(last) : place;
}

/** Tells when the reader is within some screens of the end, and when a single-page application took it away. */
function approach(end: Element, tell: (isGone: boolean) => void): IntersectionObserver {
  const observer = new IntersectionObserver(
    (entries) => {
      const isGone = !end.isConnected;
      if (isGone || entries.pop()!.isIntersecting) tell(isGone);
    },
    { rootMargin: '1500px 0px' },
  );
  observer.observe(end);
  return observer;
}

/** Script optimisers leave currentScript null or make it another script: divolte/divolte-collector#179. */
const ownScript = () =>
  [document.currentScript, document.querySelector('script[data-smallfavor]')].find(
    (one): one is HTMLScriptElement => !!(one as HTMLScriptElement | null)?.dataset.publisher,
  );

/** Runs once the page is shown, loaded and idle. */
function whenReady(run: () => void): void {
  const again = () => whenReady(run);
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', again, { once: true });
  else if (document.readyState !== 'complete') addEventListener('load', again, { once: true });
  // WebKit has no requestIdleCallback.
  else if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 3000 });
  else setTimeout(run, 200);
}

const here = () => location.href.split('#')[0]!;

export function load(importUi: (origin: string) => Promise<{ open: Open }>): void {
  const w = window as { smallfavor?: unknown; navigation?: EventTarget };
  const script = ownScript();
  // An element with id="smallfavor" answers to that name too; a second tag finds the version of the first.
  const queue = w.smallfavor as string[][] & { v?: number };
  if (!script || queue?.v) return;
  const { origin } = new URL(script.src);
  const data = script.dataset;
  const publisher = data.publisher!;
  let observer: IntersectionObserver | undefined;
  let ui: ReturnType<Open> | undefined;
  let page: string;
  let kind: string | undefined;
  let turn = 0;
  const open = (verb?: string) => {
    observer?.disconnect();
    const mine = ++turn;
    const locale = data.locale || document.documentElement.lang;
    const file = `${origin}/v1/publishers/${publisher}/appeal.json?locale=${locale}`;
    Promise.all([importUi(origin), fetch(file, { credentials: 'omit' }).then((r) => r.json())])
      .then(([{ open }, file]) => {
        if (mine === turn) ui = open({ origin, publisher, data, place: findPlace() }, file, verb);
      })
      .catch(() => {}); // Whatever fails, the article stays as it was.
  };

  const start = () => {
    observer?.disconnect();
    page = here();
    const mine = ++turn;
    let tries = 0;
    const watch = () => {
      if (Array.isArray(queue)) push(...queue.splice(0));
      // A verb came first: what it showed or hid stays so.
      if (mine !== turn) return;
      const place = findPlace();
      // A single-page application may still be fetching the article: its main alone is no sign of it where one had an article.
      if ((!place || (kind && kind !== place.tagName)) && tries++ < 9)
        return setTimeout(watch, 1000);
      if (!place) return;
      kind = place.tagName;
      if (data.wall != null)
        import(`${origin}/widget/wall.js`).then(({ wall }) => wall(script)).catch(() => {});
      if (/^#smallfavor=/.test(location.hash) || recall(publisher).owed != null) return open();
      observer = approach(endOf(place), (isGone) => {
        if (isGone) refresh();
        else if (!(recall(publisher).quiet! > Date.now())) open();
      });
    };
    whenReady(watch);
  };

  const refresh = () => {
    ui = ui?.('close') as undefined;
    start();
  };

  const push = (...calls: string[][]) => {
    for (const [verb] of calls)
      if (verb === 'refresh') refresh();
      else if (ui) ui(verb!);
      else open(verb);
  };

  const moved = () => page !== here() && refresh();
  addEventListener('popstate', moved);
  w.navigation?.addEventListener('navigatesuccess', moved);
  w.smallfavor = { v: 1, push };
  start();
}
