import type { Request, Response } from 'express';
import type { Role } from './role.ts';
import type { OpenSession } from './sessionStore.ts';
import type { Visit } from './visit.ts';

/** One address of the console, and who may use it. There is no way in but through a door. */
export type Door = { readonly method: 'get' | 'post'; readonly path: string } & (
  | {
      readonly needs: Role;
      readonly serve: (visit: MemberVisit, req: Request, res: Response) => void | Promise<void>;
    }
  | {
      readonly needs: 'nothing';
      readonly serve: (visit: Visit, req: Request, res: Response) => void | Promise<void>;
    }
);

/** A visit of somebody who is signed in. */
export type MemberVisit = Visit & { readonly who: OpenSession };

/** The body of a form as it was sent. */
export const formOf = (req: Request): Record<string, unknown> =>
  (req.body ?? {}) as Record<string, unknown>;

/** A path of this console to go on to; anything else leads to the overview. */
export function pathWithin(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/console(?:[/?]|$)/.test(wanted)) return '/console';
  // A backslash, a control character or a second slash could lead to another host.
  return /[\\\p{Cc}]|\/\//u.test(wanted) || wanted.length > 2000 ? '/console' : wanted;
}
