// One file for publishers who pin what they run with an integrity hash: the interface comes with the loader.
import { load } from './loader.ts';
import { open } from './ui.ts';

load(() => Promise.resolve({ open }));
