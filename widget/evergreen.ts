import { load } from './loader.ts';

/** Set by the build: the path of today's interface, such as /widget/0123456789.js */
declare const uiPath: string;

// import() inherits the nonce of a strict policy and is no Trusted Types sink; a script element would need both.
load((origin) => import(origin + uiPath));
