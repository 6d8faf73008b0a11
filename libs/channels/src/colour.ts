import type { Notification } from '@panto/model';

/** The colour of a message: green if resolved, else by its State. */
export function colourOf({ status, state }: Pick<Notification, 'status' | 'state'>): string {
  if (status === 'resolved') return '#2e9e5b';
  switch (state) {
    case 'CRITICAL':
      return '#d32f2f';
    case 'ERROR':
      return '#b0477b';
    case 'MISSING_DATA':
      return '#7e57c2';
    case 'WARNING':
      return '#f2a100';
    case 'UNKNOWN':
      return '#78909c';
    case 'OK':
      return '#2e9e5b';
  }
}
