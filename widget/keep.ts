import { count } from './count.ts';
import type { Choice, Memory, Store } from './memory.ts';
import type { Scene } from './scene.ts';

/** Keeps a value, or forgets it where there is none; where storage throws, only that page view remembers. */
function write(store: Store, name: string, value?: object): void {
  try {
    if (value) window[store][name] = JSON.stringify(value);
    else window[store].removeItem(name);
  } catch {}
}

export const keepMemory = ({ _name: name, _memory: memory }: Scene) =>
  write('localStorage', name, memory);

export const keepChoice = ({ _name: name }: Scene, choice?: Choice) =>
  write('sessionStorage', name, choice);

/** Forgets everything here about the reader, and asks the server to. */
export async function forget(scene: Scene): Promise<void> {
  const reader = scene._reader();
  const { _memory: memory } = scene;
  for (const name of Object.keys(memory)) delete memory[name as keyof Memory];
  write('localStorage', scene._name);
  keepChoice(scene);
  if (reader) await scene._ask(`readers/${reader}`, { method: 'DELETE' });
}

/** The reader's id; one of this browser's own is made now that the reader acts, if the publisher gave none. */
export function readerOf(scene: Scene): string {
  const { _memory: memory } = scene;
  if (!scene._reader()) {
    memory.reader = `r${crypto.getRandomValues(new Uint32Array(4)).join('')}`;
    keepMemory(scene);
  }
  return scene._reader()!;
}

/** Counts by its length what became of the remembered snooze: undone, or over and its reader back. */
export function countSnooze(scene: Scene, event: 'undone' | 'returned'): void {
  const { _memory: memory, _choice: choice } = scene;
  const { snooze } = memory;
  if (!snooze) return;
  const inDays = (to: number) => Math.round((to - snooze.at) / 864e5);
  const { campaign, variant } = choice;
  const days = inDays(snooze.until);
  count(scene, { campaign, variant, event, days, ago: inDays(Date.now()) });
}

/** Tells the publisher's own analytics; never anything personal. */
export function emit(scene: Scene, what: string, days?: number): void {
  const { campaign, variant } = scene._choice;
  const detail = { campaign, variant };
  count(scene, { ...detail, event: what, days });
  document.dispatchEvent(new CustomEvent(`smallfavor:${what}`, { detail }));
}
