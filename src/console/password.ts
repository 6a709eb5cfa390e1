import { hash, verify } from '@node-rs/argon2';

// argon2id as OWASP advises: 19 MiB, two passes. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const shortestPassword = 15;
export const longestPassword = 128;

// Of nobody's password: verifying against it takes as long as against a real one.
const nobodys =
  '$argon2id$v=19$m=19456,t=2,p=1$SlANxq34sQWznWDtoCgTQQ$LhGMokoRUuK7cHo8EEUq5j2YvQV+lWI+XWp3QROR8jA';

export const hashPassword = (password: string): Promise<string> =>
  hash(password.normalize('NFKC'), cost);

/** Whether it is the password; takes the same time where there is no such person. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const same = await verify(stored ?? nobodys, password.normalize('NFKC'));
  return same && stored !== null;
}

/** Why a password is too easy to guess, as a key of the words of the page; undefined where it is not. */
export function passwordFault(
  password: string,
  name: string,
): 'passwordShort' | 'passwordLong' | 'passwordEasy' | undefined {
  const given = password.normalize('NFKC');
  if (given.length < shortestPassword) return 'passwordShort';
  if (given.length > longestPassword) return 'passwordLong';
  const plain = given.toLowerCase();
  // Lists of leaked passwords hold hardly any of 15 characters; what they hold of these is repetition and rows of keys.
  const repeats = new Set(plain).size < 6 || /^(.{1,5})\1+.{0,4}$/.test(plain);
  const inRow = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'].some(
    (row) =>
      plain.includes(row.slice(0, 10)) || plain.includes([...row].reverse().join('').slice(0, 10)),
  );
  const obvious = [name.toLowerCase().split('@')[0]!, 'smallfavor', 'password'].some(
    (word) => word.length > 2 && plain.replaceAll(word, '').length < 8,
  );
  return repeats || inRow || obvious ? 'passwordEasy' : undefined;
}
