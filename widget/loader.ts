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

export function load(importUi: (origin: string) => Promise<{ open: Open }>): void {
  const w = window as unknown as Record<string, unknown> & {
    smallfavor?: unknown;
    requestIdleCallback?: (run: () => void, options: object) => void;
    navigation?: EventTarget;
  };
  // Script optimisers leave currentScript null or make it another script: divolte/divolte-collector#179.
  const script = [document.currentScript, document.querySelector('script[data-smallfavor]')].find(
    (one): one is HTMLScriptElement => !!(one as HTMLScriptElement | null)?.dataset.publisher,
  );
  // An element with id="smallfavor" answers to that name too; a second tag finds the version of the first.
  const queue = w.smallfavor as string[][] & { v?: number };
  if (!script || queue?.v) return;
  const { origin } = new URL(script.src);
  const data = script.dataset;
  const publisher = data.publisher!;

  let observer: IntersectionObserver | undefined;
  let ui: ((verb: string) => void) | undefined;
  let page: string;
  let turn = 0;
  let tries = 0;

  const here = () => location.href.split('#')[0]!;

  /** What this browser remembers, as far as it says whether to leave the reader in peace. */
  const memory = (): { quiet?: number; owed?: number } => {
    try {
      return JSON.parse(localStorage.getItem(`smallfavor:${publisher}`)!) || {};
    } catch {
      return {}; // Storage throws where cookies are blocked and in sandboxed frames.
    }
  };

  const find = (): Element | undefined =>
    ['[data-smallfavor-slot]', '[itemprop=articleBody]', 'article', 'main']
      .map((selector) => document.querySelector(selector))
      .find(Boolean)!;

  const open = (verb?: string) => {
    observer?.disconnect();
    const mine = turn;
    const locale = data.locale || document.documentElement.lang;
    const file = `${origin}/v1/publishers/${publisher}/appeal.json?locale=${locale}`;
    Promise.all([importUi(origin), fetch(file, { credentials: 'omit' }).then((r) => r.json())])
      .then(([{ open }, file]) => {
        if (mine === turn) ui = open({ origin, publisher, data, place: find() }, file, verb);
      })
      .catch(() => {}); // Whatever fails, the article stays as it was.
  };

  const watch = () => {
    observer?.disconnect();
    if (Array.isArray(queue)) push(...queue.splice(0));
    let end = find();
    // A single-page application may still be fetching the article.
    if (!end) return tries++ < 9 && setTimeout(watch, 1000);
    if (/^#smallfavor=/.test(location.hash) || memory().owed != null) return open();
    // The last thing with a box is watched itself: a marker of ours would change :last-child, and so the page.
    for (let last: Element | undefined = end; last; ) {
      end = last;
      last = [...end.children].reverse().find((child) => child.getClientRects().length);
    }
    observer = new IntersectionObserver(
      ([entry]) => {
        if (!end!.isConnected) refresh();
        else if (entry!.isIntersecting && !(memory().quiet! > Date.now())) open();
      },
      { rootMargin: '1500px 0px' },
    );
    observer.observe(end);
  };

  const start = () => {
    page = here();
    if ((document as { prerendering?: boolean }).prerendering)
      document.addEventListener('prerenderingchange', start, { once: true });
    else if (document.readyState !== 'complete') addEventListener('load', start, { once: true });
    // WebKit has no requestIdleCallback.
    else (w.requestIdleCallback || ((run) => setTimeout(run, 200)))(watch, { timeout: 3000 });
  };

  const refresh = () => {
    turn++;
    tries = 0;
    ui?.('close');
    ui = undefined;
    start();
  };

  const push = (...calls: string[][]) => {
    for (const [verb] of calls) {
      if (verb === 'refresh') refresh();
      else if (ui) ui(verb!);
      else open(verb);
    }
  };

  const moved = () => page !== here() && refresh();
  addEventListener('popstate', moved);
  w.navigation?.addEventListener('navigatesuccess', moved);
  w.smallfavor = { v: 1, push };
  start();
}
