import type { Request, Response } from 'express';

/** Where browsers keep the session's id, and for a few minutes what an OpenID sign-in has to remember. */
export interface Cookies {
  read(req: Request, what: 'session' | 'oidc'): string | undefined;
  /** @param seconds how long it lasts; without, until the browser closes */
  write(res: Response, what: 'session' | 'oidc', value: string, seconds?: number): void;
  clear(res: Response, what: 'session' | 'oidc'): void;
}

/** @param publicUrl an https address makes them `__Host-` cookies: sent to this host alone, and never in the clear */
export function createCookies(publicUrl: string): Cookies {
  const secure = publicUrl.startsWith('https:');
  // A `__Host-` cookie has no path of its own, so that no other page of the host can plant one.
  const nameOf = (what: string) => `${secure ? '__Host-' : ''}smallfavor_${what}`;
  // Lax: a link in a letter to a colleague leads to the page, not to the sign-in. Writes are guarded by more than cookies.
  const options = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const;
  return {
    read(req, what) {
      const wanted = `${nameOf(what)}=`;
      const found = (req.get('Cookie') ?? '')
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part.startsWith(wanted));
      return found.length === 1 ? found[0]!.slice(wanted.length) : undefined;
    },
    write: (res, what, value, seconds) =>
      void res.cookie(nameOf(what), value, {
        ...options,
        ...(seconds === undefined ? {} : { maxAge: seconds * 1000 }),
      }),
    clear: (res, what) => void res.clearCookie(nameOf(what), options),
  };
}
