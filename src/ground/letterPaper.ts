import { type Html, html } from './html.ts';
import { directionOf } from './locale.ts';
import type { Letter } from './mail.ts';
import type { Publisher } from './publisher.ts';
import type { layoutPlaces } from './publisherMail.ts';
import { accentsOf, paper } from './theme.ts';

interface Link {
  readonly label: string;
  readonly url: string;
}

/** What a letter says, whatever it looks like. */
export interface LetterBody {
  readonly paragraphs: readonly string[];
  /** Lines of a receipt: what and how much. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly button?: Link | undefined;
  readonly links?: readonly Link[];
  /** In small print below. */
  readonly footer: readonly string[];
}

// Styles stand on the elements, for many mail programs drop a style element; what is in it only adds the dark.
const layout = `<!doctype html>
<html lang="{{lang}}" dir="{{dir}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>{{subject}}</title>
<style>@media (prefers-color-scheme:dark){.paper{background:${paper.dark}!important}.paper,.paper h1{color:#eceae5!important}.soft,.soft a{color:#b3afa7!important}}</style></head>
<body style="margin:0">
<div class="paper" lang="{{lang}}" dir="{{dir}}" style="background:${paper.light};color:#1c1b19;padding:24px 16px;font:17px/1.6 Georgia,serif">
<div style="max-width:34em;margin:0 auto">
<h1 style="margin:0 0 24px;padding:0 0 12px;border-bottom:3px solid {{accent}};font-size:20px;color:#1c1b19">{{publisher}}</h1>
{{content}}
{{footer}}
</div></div>
</body></html>`;

// A line with nothing below it would look as if something were missing.
const smallPrint =
  '<div class="soft" style="margin:32px 0 0;padding:16px 0 0;border-top:1px solid #8d8981;font:14px/1.5 system-ui,sans-serif;color:#5c5953">{{footer}}</div>';

const layoutOf = ({ footer, links = [] }: LetterBody): string =>
  layout.replace('{{footer}}', footer.length + links.length > 0 ? smallPrint : '');

// By sides, for not every mail program knows which is the start of a line.
const factsHtml = (facts: LetterBody['facts'] = [], dir: string): Html | false =>
  facts.length > 0 &&
  html`<table role="presentation" style="margin:24px 0;border-collapse:collapse;font:16px/1.5 system-ui,sans-serif">${facts.map(
    ([name, value]) =>
      html`<tr><td style="padding:4px ${dir === 'rtl' ? '0 4px 24px' : '24px 4px 0'}">${name}</td><td style="padding:4px 0;font-weight:600;overflow-wrap:anywhere">${value}</td></tr>`,
  )}</table>`;

const contentHtml = (
  body: LetterBody,
  { accent, on, dir }: { accent: string; on: string; dir: string },
): Html =>
  html`${body.paragraphs.map((text) => html`<p style="margin:0 0 16px">${text}</p>`)}${factsHtml(body.facts, dir)}${
    body.button &&
    html`<p style="margin:24px 0"><a href="${body.button.url}" style="display:inline-block;padding:14px 24px;border-radius:6px;background:${accent};color:${on};font:600 17px/1.3 system-ui,sans-serif;text-decoration:none">${body.button.label}</a></p>`
  }`;

const footerHtml = ({ footer, links = [] }: LetterBody): Html =>
  html`${footer.map((text) => html`<p style="margin:0 0 8px">${text}</p>`)}${links.map(
    ({ label, url }) =>
      html`<p style="margin:0 0 8px"><a href="${url}" style="color:inherit">${label}</a></p>`,
  )}`;

/** A letter's text form: the same words, in the same order, with the addresses written out. */
function textOf({ paragraphs, facts = [], button, links = [], footer }: LetterBody): string {
  // A question is followed by no colon.
  const written = ({ label, url }: Link) => `${label}${/[?؟？]$/.test(label) ? '' : ':'}\n${url}`;
  const small = [...footer, ...links.map(written)];
  const parts = [
    ...paragraphs,
    facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    button ? written(button) : '',
    ...(small.length > 0 ? ['--', ...small] : []),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** Whose paper it is: a publisher's, or that of the service itself. */
export type PaperOwner = Pick<Publisher, 'name' | 'theme' | 'mail'>;

/** Writes a letter on the paper of its publisher: the layout in its file (mail.layout), or ours. */
export function writeOnPaper(
  publisher: PaperOwner,
  locale: string,
  subject: string,
  body: LetterBody,
): Pick<Letter, 'fromName' | 'replyTo' | 'locale' | 'subject' | 'text' | 'html'> {
  const { light } = accentsOf(publisher.theme.accent);
  const dir = directionOf(locale);
  const places: Record<(typeof layoutPlaces)[number], string> = {
    lang: html`${locale}`.html,
    dir,
    publisher: html`${publisher.name}`.html,
    subject: html`${subject}`.html,
    accent: light.accent,
    onAccent: light.on,
    content: contentHtml(body, { ...light, dir }).html,
    footer: footerHtml(body).html,
  };
  return {
    fromName: publisher.mail.name ?? publisher.name,
    replyTo: publisher.mail.replyTo,
    locale,
    subject,
    text: textOf(body),
    html: (publisher.mail.layout ?? layoutOf(body)).replace(
      /\{\{(\w+)\}\}/g,
      (whole, place: string) =>
        Object.hasOwn(places, place) ? places[place as keyof typeof places] : whole,
    ),
  };
}
