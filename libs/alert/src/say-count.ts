/** A count with its noun: `1 change`, `2 changes`. */
export const sayCount = (count: number, thing: string): string =>
  `${count} ${thing}${count === 1 ? '' : 's'}`;
