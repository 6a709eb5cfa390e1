import { h } from './dom.ts';
import type { Gate } from './gate.ts';
import { supportLink, wallBox } from './showWall.ts';
import { wallWords } from './wallWords.ts';

const name = 'smallfavor:left';

/** Storage throws where cookies are blocked and in sandboxed frames. */
function wasClosed(): boolean {
  try {
    return !!sessionStorage[name];
  } catch {
    return false;
  }
}

/** Says in a corner how many articles are left, over the page and not in it, so that nothing moves; closed once, it stays closed for this visit. */
export function showLeft(gate: Gate, remaining: number, limit: number): () => void {
  if (wasClosed()) return () => {};
  const words = wallWords(gate.file);
  const box = wallBox(gate, '');
  const status = h('p', { role: 'status' });
  const close = () => {
    box._host.remove();
    try {
      sessionStorage[name] = 1;
    } catch {}
  };
  box._section.className = 'left';
  box._section.removeAttribute('aria-labelledby');
  box._section.setAttribute('aria-label', gate.file.name);
  box._main.replaceChildren(
    status,
    supportLink(gate, words.support.replace('#', gate.file.name)),
    h('button', { click: close }, words.close),
  );
  document.body.append(box._host);
  box._paint();
  // Into a status that stands already, or it is not announced.
  requestAnimationFrame(() => {
    status.textContent = words.left.replace('#', `${remaining}`).replace('#', `${limit}`);
  });
  return () => box._host.remove();
}
