/** What the page of the API has beyond the look of other pages for people at work. */
export const referenceStyle = `
html{scroll-padding-block-start:1rem}
.skip{position:absolute;inset-inline-start:-100vw;padding:.6rem 1rem;background:var(--field)}
.skip:focus{inset-inline-start:.5rem;inset-block-start:.5rem;z-index:1}
main{min-inline-size:0;outline:0}
nav{padding:1.25rem 1.25rem 0}
nav ul{margin:0;padding:0;list-style:none}
nav>ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
nav>ul>li>a{display:inline-block;padding-block:.35rem;font-weight:600}
nav ul ul{display:none}
section{margin-block-start:3.5rem}
h2{margin-block-start:0;padding-block-end:.4rem;border-block-end:2px solid var(--line);font-size:1.6rem}
article{margin-block-start:2.5rem;padding-block-start:1.25rem;border-block-start:1px solid var(--line)}
h2+p+article{border:0;margin-block-start:1rem;padding:0}
article:target h3{text-decoration:underline;text-decoration-thickness:3px;text-underline-offset:.25em;text-decoration-color:var(--accent)}
h3{margin:0 0 .5rem;font-size:1.2rem;line-height:1.35}
h3 a{color:inherit;text-decoration:none}
h3 a:hover{text-decoration:underline}
h4{margin:1.25rem 0 .4rem;font-size:.9375rem;color:var(--soft)}
code,pre{font-family:ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:.9em}
code{overflow-wrap:anywhere}
.request{font-size:1.0625rem}
.method{display:inline-block;padding:.05rem .45rem;border:1px solid currentColor;border-radius:4px;
font:700 .75rem/1.4 ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;letter-spacing:.03em;color:var(--soft)}
.get{color:var(--fine)}.post{color:var(--accent)}.put,.patch{color:var(--warn)}.delete{color:var(--fault)}
.key{padding-inline-start:.9rem;border-inline-start:4px solid var(--accent)}
pre{margin:0;padding:.9rem 1rem;background:var(--field);border:1px solid var(--line);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.55}
main .fields li,main .answers>li{margin:0;padding:.45rem 0;background:none;border:0;border-block-start:1px solid var(--line)}
main .fields{margin-block-start:.25rem}
.request .method{margin-inline-end:.25rem}
main .fields .fields,main .answers .fields{margin:.35rem 0 0;padding-inline-start:1rem;border-inline-start:2px solid var(--line)}
main .fields .fields li:first-child,main .answers .fields li:first-child{border-block-start:0}
.name{font-weight:700}
.type{color:var(--soft);font-size:.9375rem}
.type code{color:inherit}
.says{display:inline}
.fields .says{display:block;font-size:.9375rem}
.status{display:inline-block;min-inline-size:2.75rem;font-weight:700;font-variant-numeric:tabular-nums}
.good{color:var(--fine)}.bad{color:var(--fault)}
@media(min-width:64rem){
.columns{display:grid;grid-template-columns:20rem minmax(0,1fr);max-inline-size:84rem;margin:0 auto}
nav{position:sticky;inset-block-start:0;max-block-size:100vh;overflow-y:auto;padding:2rem 1.25rem 2rem 1.5rem;border-inline-end:1px solid var(--line);font-size:.9375rem}
nav>ul{display:block}
nav>ul>li{margin-block-end:1rem}
nav ul ul{display:block}
nav ul ul a{display:grid;grid-template-columns:3.5rem minmax(0,1fr);align-items:baseline;padding:.3rem 0;color:inherit;text-decoration:none;line-height:1.35}
nav ul ul a:hover{text-decoration:underline}
nav .method{border:0;padding:0;font-size:.6875rem}
main{max-inline-size:56rem;margin:0;padding-inline:3rem}
}
@media print{nav,.skip{display:none}.columns{display:block}main{max-inline-size:none;padding:0}
article{break-inside:avoid-page}pre{border-color:#999}h2,h3,h4{break-after:avoid}a{color:inherit}}`;
