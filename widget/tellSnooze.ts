import { keepMemory, readerOf } from './keep.ts';
import type { Scene } from './scene.ts';

/**
 * Tells the server of a snooze, or of an Undo (0 days): one request at a time and the last word last. What it does not
 * hear is owed, and told on a later page view.
 */
export async function tellSnooze(scene: Scene, days: number): Promise<void> {
  const { _memory: memory, _choice: choice } = scene;
  memory.owed = days;
  const path = `readers/${readerOf(scene)}/snooze`;
  keepMemory(scene);
  if (scene._isTelling) return;
  scene._isTelling = true;
  try {
    while (memory.owed != null) {
      const { owed } = memory;
      const { campaign } = choice;
      const fields = { days: String(owed), ...(campaign && { campaign }) };
      const answer = await scene._ask(
        path,
        owed ? { method: 'PUT', body: new URLSearchParams(fields) } : { method: 'DELETE' },
      );
      if (!answer.ok) break;
      if (memory.owed === owed) delete memory.owed;
    }
  } finally {
    scene._isTelling = false;
    keepMemory(scene);
  }
}
