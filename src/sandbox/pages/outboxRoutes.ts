import express, { type Router } from 'express';
import { html } from '../../ground/html.ts';
import { directionOf } from '../../ground/locale.ts';
import type { KeptLetter, Outbox } from '../../ground/outbox.ts';
import { voiceFor } from './copy/copyFor.ts';
import { page } from './page.ts';
import { protectPage } from './protectPage.ts';

/** A letter's text with its addresses as links, as a mail program shows it. */
const withLinks = (text: string) =>
  text
    .split(/(https?:\/\/\S+)/)
    .map((part) => (/^https?:\/\//.test(part) ? html`<a href="${part}">${part}</a>` : part));

const letterHtml = (letter: KeptLetter) => html`<article class="letter">
<h2 lang="${letter.locale}" dir="${directionOf(letter.locale)}">${letter.subject}</h2>
<p class="hint">From ${letter.fromName} to ${letter.to}, ${letter.at.toISOString().replace('T', ' ').slice(0, 19)} UTC. <a href="/sandbox/outbox/${letter.id}">As HTML</a></p>
<pre tabindex="0" lang="${letter.locale}" dir="${directionOf(letter.locale)}">${withLinks(letter.text)}</pre>
</article>`;

const outboxPage = (letters: readonly KeptLetter[]) =>
  page(
    voiceFor('en', undefined),
    'Outbox',
    html`<main class="index">
<h1>Outbox</h1>
<p>Mail that was not sent, because no mail server is configured (<code>SMTP_URL</code>). Newest first.</p>
${letters.length > 0 ? letters.map(letterHtml) : html`<p class="hint">None yet.</p>`}
</main>`,
  );

/** The mail that was not sent: as a page, as JSON for tests (`Accept: application/json`), and each letter as its reader sees it. */
export function createOutboxRoutes(outbox: Outbox): Router {
  const router = express.Router();
  router.get('/sandbox/outbox', protectPage, async (req, res) => {
    const letters = await outbox.latest();
    if (req.accepts(['html', 'json']) === 'json') res.json({ data: letters });
    else res.send(outboxPage(letters));
  });
  router.get('/sandbox/outbox/:id', protectPage, async (req, res) => {
    const letter = (await outbox.latest()).find(({ id }) => id === req.params.id);
    // Letters bring their own styles, as mail programs know no other.
    res.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; frame-ancestors 'none'",
    );
    if (letter) res.type('html').send(letter.html);
    else res.status(404).send(outboxPage([]));
  });
  return router;
}
