import { readException, statusOf } from './exception';

it('reads the code of the engine, the first one if exceptions are nested', () => {
  const error = new Error('Code: 60. DB::Exception: Unknown table. (UNKNOWN_TABLE)');
  expect(readException(error)).toEqual({ code: 60, text: error.message });
});

it('uses the code of unknown exceptions if there is none', () => {
  expect(readException('odd')).toEqual({
    code: 1002,
    text: 'Code: 1002. DB::Exception: odd. (UNKNOWN_EXCEPTION)',
  });
});

it.each([
  [62, 400],
  [60, 404],
  [48, 501],
  [202, 503],
  [241, 500],
])('error %d is HTTP status %d', (code, status) => {
  expect(statusOf(code)).toBe(status);
});
