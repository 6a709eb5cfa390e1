/**
 * For a test of what the sandbox does not have yet. It is run and must fail: once it passes it says so, and this mark has
 * to go.
 */
export const notYet = { fails: true } as const;
