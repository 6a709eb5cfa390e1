import { type Html, html } from '../../../ground/html.ts';
import { fillIn } from '../copy/copy.ts';
import type { Voice } from '../copy/copyFor.ts';
import { backArrow, page } from '../page.ts';

export interface Frame {
  readonly title: string;
  readonly merchant: string;
  /** Where the way back leads; none where it is null. */
  readonly back: string | null;
  /** What the way back is called; the merchant's name where absent. */
  readonly backLabel?: string;
}

/** A page of the portal: whose it is and the way back on top, then what it is about. */
export const portalFrame = (voice: Voice, frame: Frame, body: Html): string =>
  page(
    voice,
    `${frame.title} · ${frame.merchant}`,
    html`<div class="portal">
<header class="portal-head">
<p class="merchant"><bdi>${frame.merchant}</bdi></p>
${
  frame.back !== null &&
  html`<p><a class="back" href="${frame.back}">${backArrow}${
    frame.backLabel ?? fillIn(voice.copy.over.goBack, { merchant: frame.merchant })
  }</a></p>`
}
</header>
<main>
<h1>${frame.title}</h1>
${body}
</main>
</div>`,
  );
