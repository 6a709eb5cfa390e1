import type { ActsFile } from '../src/appeal/actsFile.ts';

/** The fixed texts that the appeal says after the reader has acted, by name: see firstWords.ts. */
export function laterWords({ later }: ActsFile) {
  const [
    _range,
    _opening,
    _failed,
    _laterIn,
    _until,
    _undo,
    _thanks,
    _confirming,
    _slow,
    _back,
    _change,
    _otherDay,
    _remind,
    _byMail,
    _email,
    _consent,
    _mailSet,
    _mailFailed,
    _editMail,
  ] = later;
  return {
    _range,
    _opening,
    _failed,
    _laterIn,
    _until,
    _undo,
    _thanks,
    _confirming,
    _slow,
    _back,
    _change,
    _otherDay,
    _remind,
    _byMail,
    _email,
    _consent,
    _mailSet,
    _mailFailed,
    _editMail,
  };
}

export type LaterWords = ReturnType<typeof laterWords>;
