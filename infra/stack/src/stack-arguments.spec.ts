import { flagOf, help, readStackArguments } from './stack-arguments';

describe('readStackArguments', () => {
  it('starts everything by default', () => {
    expect(readStackArguments([])).toEqual({
      help: false,
      reset: false,
      apps: true,
      layoutOnly: false,
      environment: {},
    });
  });

  it('turns flags into the settings they set', () => {
    const { environment, reset, apps } = readStackArguments([
      ...['--kafka-port', '19092', '--data-dir=/d'],
      ...['--reset', '--without-apps'],
    ]);
    expect(environment).toEqual({ PANTO_KAFKA_PORT: '19092', PANTO_DATA_DIR: '/d' });
    expect({ reset, apps }).toEqual({ reset: true, apps: false });
  });

  it.each([[['--nope']], [['word']], [['--kafka-port']]])('refuses %j in one sentence', (words) => {
    expect(() => readStackArguments(words)).toThrow(/^[^\n]+; see npm start -- --help\.$/);
  });

  it('lists every flag and every variable in the help', () => {
    const variables = [...help.matchAll(/PANTO_[A-Z_]+/g)].map(([name]) => name);
    const flags = variables.map(flagOf).filter((flag) => flag !== undefined);
    expect(flags).toHaveLength(7);
    for (const flag of flags) expect(help).toContain(`--${flag} `);
  });
});
