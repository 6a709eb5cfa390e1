/** What a person may do: look; also move money and work events again; also decide who else gets in. */
export const roles = ['viewer', 'finance', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Whether somebody with a role may do what needs another. */
export const mayActAs = (has: Role, needs: Role): boolean =>
  roles.indexOf(has) >= roles.indexOf(needs);
