/** A number of things in words: `1 change`, `2 changes`. */
export const sayCount = (count: number, thing: string): string =>
  `${count} ${thing}${count === 1 ? '' : 's'}`;
