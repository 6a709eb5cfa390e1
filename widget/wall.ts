// The wall: fetched by the loader where the tag has data-wall. Counts the article, shows what is left of the month, and where
// nothing is left folds the article below the screen. Whatever fails, the reader reads on.
import type { WallFile } from '../src/appeal/wallFile.ts';
import { modeOf } from '../src/ground/wallMode.ts';
import { clip } from './clip.ts';
import type { Gate } from './gate.ts';
import { type Memory, recall } from './memory.ts';
import { showLeft } from './showLeft.ts';
import { showWall } from './showWall.ts';
import { wallChoice } from './wallChoice.ts';

interface Standing {
  readonly count: number;
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly resetsAt: string;
}

let takeAway = () => {};

/** The article's own address: a place in it, or how somebody came to it, makes no other article. */
const article = () =>
  document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href ||
  location.origin + location.pathname;

/** The id under which this browser's articles are counted: random, made by itself, or given by the publisher. */
function readerOf(publisher: string, { data }: Gate): string {
  const name = `smallfavor:${publisher}`;
  const memory: Memory = recall('localStorage', name);
  if (data.reader) return data.reader;
  if (!memory.reader) {
    memory.reader = `r${crypto.getRandomValues(new Uint32Array(4)).join('')}`;
    // Where nothing can be kept every article is the first one: the wall fails open.
    localStorage[name] = JSON.stringify(memory);
  }
  return memory.reader;
}

/** Whether the reader gives, as far as is known; who may give is never walled. */
async function mayBeSupporter(gate: Gate): Promise<boolean> {
  const memory: Memory = recall('localStorage', `smallfavor:${gate.publisher}`);
  const reader = gate.data.reader || memory.reader;
  if (!reader || !(gate.data.reader || memory.gave || memory.key)) return false;
  const answer = await gate.ask(`readers/${reader}`);
  return !answer.ok || (await answer.json()).supporter !== false;
}

async function count(gate: Gate): Promise<Standing> {
  const answer = await gate.ask(`readers/${readerOf(gate.publisher, gate)}/reads`, {
    method: 'POST',
    body: new URLSearchParams({ article: article() }),
  });
  if (!answer.ok) throw new Error();
  return answer.json();
}

function close(gate: Gate, resetsAt?: string): void {
  const place = ['[itemprop=articleBody]', 'article', 'main']
    .map((selector) => document.querySelector<HTMLElement>(selector))
    .find(Boolean);
  const unclip = place && clip(place);
  if (!unclip) return;
  const panel = showWall(gate, resetsAt);
  place.after(panel);
  takeAway = () => {
    panel.remove();
    unclip();
  };
  // The appeal has nothing to add, and its place is folded away.
  (window as unknown as { smallfavor?: { push(call: string[]): void } }).smallfavor?.push(['hide']);
  document.dispatchEvent(new CustomEvent('smallfavor:walled', { detail: gate.choice }));
}

async function run(script: HTMLScriptElement): Promise<void> {
  takeAway();
  takeAway = () => {};
  // Back from the payment page, or signing in: that is settled first.
  if (/^#smallfavor=/.test(location.hash)) return;
  const { origin } = new URL(script.src);
  const data = script.dataset;
  const publisher = data.publisher!;
  const ask = (path: string, options?: RequestInit) =>
    fetch(`${origin}/v1/publishers/${publisher}/${path}`, { credentials: 'omit', ...options });
  const page = location.href;
  const locale = data.locale || document.documentElement.lang;
  const file: WallFile = await (await ask(`wall.json?locale=${locale}`)).json();
  const tags = (data.tags || '').split(/\s*,\s*/);
  const mode = file.rules && modeOf(file.rules, { sections: [data.section!], tags });
  if (mode !== 'metered' && mode !== 'supporters') return;
  const outer = { data, origin, publisher, file, ask };
  const memory: Memory = recall('localStorage', `smallfavor:${publisher}`);
  const choice = await wallChoice(outer, tags, data.reader || memory.reader);
  // Where giving is a crime the wall, which asks for it, does not stand, and nothing is counted.
  if (!choice) return;
  const gate: Gate = { ...outer, choice };
  if (await mayBeSupporter(gate)) return;
  const standing = mode === 'metered' ? await count(gate) : undefined;
  // A single-page application has gone on meanwhile.
  if (page !== location.href) return;
  if (!standing || standing.count > standing.limit!) close(gate, standing?.resetsAt);
  else if (standing.limit) takeAway = showLeft(gate, standing.remaining!, standing.limit);
}

/** Sees to the wall of the page at hand. Never throws. */
export const wall = (script: HTMLScriptElement): Promise<void> => run(script).catch(() => {});
