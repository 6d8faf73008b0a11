/** GSM 03.38, basic character set: one septet each. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** GSM 03.38, extension table: an escape and a septet each. */
const extension = new Set('\f^{}\\[~]|€');

/** Units of a single segment, and of each part of a multi-part message (the header takes some). */
const gsm = { single: 160, part: 153 };
const ucs2 = { single: 70, part: 67 };

/** The encoding of a text: GSM-7 if every character is in its alphabet, else UCS-2. */
export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly units: number;
  readonly segments: number;
}

/** Counts the segments of a text. */
export function countSegments(text: string): Segments {
  const gsm7 = isGsm(text);
  const size = gsm7 ? gsm : ucs2;
  const units = [...text].reduce((sum, char) => sum + unitsOf(char, gsm7), 0);
  return {
    encoding: gsm7 ? 'GSM-7' : 'UCS-2',
    units,
    segments: units <= size.single ? 1 : Math.ceil(units / size.part),
  };
}

/** Cuts a text to a number of segments; if something is cut off, it ends with three dots. */
export function fitSegments(text: string, segments: number): string {
  const whole = countSegments(text);
  if (whole.segments <= segments) return text;
  const gsm7 = whole.encoding === 'GSM-7';
  const size = gsm7 ? gsm : ucs2;
  // A character of two units may not fit at the end of a part, so one unit per part is left free.
  const room = (segments === 1 ? size.single : segments * (size.part - 1)) - 3;
  let units = 0;
  const kept = [...text].filter((char) => (units += unitsOf(char, gsm7)) <= room);
  return `${kept.join('').trimEnd()}...`;
}

function isGsm(text: string): boolean {
  return [...text].every((char) => basic.has(char) || extension.has(char));
}

function unitsOf(char: string, gsm7: boolean): number {
  if (gsm7) return extension.has(char) ? 2 : 1;
  return char.length;
}
