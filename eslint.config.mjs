// The import rules of the house and the limits on size. A rule that is not here is not a rule.
import nx from '@nx/eslint-plugin';
import devkit from '@nx/devkit';
import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

// The rule on module boundaries reads Nx's project graph, and lets everything pass where there is none yet.
process.env.NX_DAEMON = 'false';
await devkit.createProjectGraphAsync({ exitOnError: false });

const pure = ['model', 'decider', 'window', 'evaluate', 'alert', 'notify', 'timeline'].map(
  (lib) => `libs/${lib}/src/**/*.ts`,
);

/** npm clients that only one library may import: [package, library]. */
const oneImporter = [
  ['kafkajs', 'libs/kafka'],
  ['snappy', 'libs/kafka'],
  ['lz4-napi', 'libs/kafka'],
  ['fzstd', 'libs/kafka'],
  ['avsc', 'libs/avro'],
  ['@kafkajs/confluent-schema-registry', 'libs/avro'],
  ['@clickhouse/client', 'libs/clickhouse'],
  ['chdb', 'infra/clickhouse'],
  ['nodemailer', 'libs/channels'],
  ['@pagerduty/pdjs', 'libs/channels'],
  ['re2js', 'libs/resource'],
  ['yaml', 'libs/resource'],
  ['lossless-json', 'libs/resource'],
  ['pino', 'libs/service'],
  ['prom-client', 'libs/service'],
  ['systeminformation', 'libs/probes'],
];

const noForeignClients = oneImporter.map(([name, home]) => ({
  name,
  message: `Only ${home} imports ${name}; ask it for what you need.`,
}));

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', 'coverage', '.nx', '.panto', '**/generated/**'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: [
            { sourceTag: 'layer:core', onlyDependOnLibsWithTags: ['layer:core'], allowedExternalImports: [] },
            {
              sourceTag: 'layer:stage',
              onlyDependOnLibsWithTags: ['layer:core'],
              allowedExternalImports: [],
            },
            { sourceTag: 'layer:runtime', onlyDependOnLibsWithTags: ['scope:decider', 'layer:runtime'] },
            {
              sourceTag: 'layer:adapter',
              onlyDependOnLibsWithTags: ['layer:core', 'scope:decider', 'layer:runtime'],
            },
            // The engine can be lifted out: neither half of it knows what it is used for.
            { sourceTag: 'scope:kafka', onlyDependOnLibsWithTags: ['scope:decider', 'layer:runtime'] },
            { sourceTag: 'layer:topics', onlyDependOnLibsWithTags: ['layer:core', 'scope:kafka'] },
            { sourceTag: 'layer:plugin', onlyDependOnLibsWithTags: ['layer:core'] },
            {
              sourceTag: 'layer:pipeline',
              onlyDependOnLibsWithTags: ['layer:core', 'layer:stage', 'layer:runtime'],
              allowedExternalImports: [],
            },
            {
              sourceTag: 'layer:timeline',
              onlyDependOnLibsWithTags: ['layer:core', 'layer:pipeline', 'scope:resource'],
              allowedExternalImports: [],
            },
            { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['*'] },
            { sourceTag: 'layer:infra', onlyDependOnLibsWithTags: ['*'] },
            { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['*'] },
          ],
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-restricted-imports': ['error', { paths: noForeignClients }],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  ...[...new Set(oneImporter.map(([, home]) => home))].map((home) => ({
    files: [`${home}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: noForeignClients.filter((_, i) => oneImporter[i][1] !== home) },
      ],
    },
  })),
  {
    files: pure,
    ignores: ['**/*.spec.ts', '**/*.timeline.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'setTimeout',
        'setInterval',
        'fetch',
        'console',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in as an argument or a record.' },
        { object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time comes in as an argument.',
        },
        { selector: 'ImportDeclaration[source.value=/^node:/]', message: 'The core does no I/O.' },
      ],
    },
  },
  {
    // Specs put together what product code keeps apart.
    files: ['**/*.spec.ts', '**/*.timeline.ts', 'libs/pipeline/src/oracle/**'],
    rules: {
      '@nx/enforce-module-boundaries': 'off',
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-imports': 'off',
    },
  },
  // The harness speaks to Kafka as a stranger would.
  { files: ['tools/src/harness/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['tools/**/*.ts', 'apps/cli/**/*.ts', 'infra/**/*.ts', 'examples/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  prettier,
);
