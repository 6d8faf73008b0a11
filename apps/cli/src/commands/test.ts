import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { formatFault, type Source } from '@panto/resource';
import { foldStory, judgeStory, narrate, parseTimeline, reportMisses, type Story } from '@panto/timeline';
import { Command } from 'commander';
import { CliError } from '../cli-error';
import { exitCode } from '../exit-code';

interface Options {
  readonly show?: boolean;
  readonly story?: string;
}

const ending = '.timeline';

/** `panto test`: runs stories of rules and compares the outcome, without a Server or Kafka. */
export function testCommand(): Command {
  return new Command('test')
    .description(
      'test the rules of Checks by stories: what happens, and what must be said (docs/timelines.md)',
    )
    .argument('<path...>', `files that end in ${ending}, or folders of them`)
    .option('-s, --story <text>', 'only stories with this text in their title')
    .option('--show', 'print everything that is said, in the notation of stories')
    .action((paths: readonly string[], options: Options) => {
      const stories = readStories(paths.flatMap(filesOf)).filter(({ title }) =>
        title.includes(options.story ?? ''),
      );
      if (stories.length === 0) {
        throw new CliError(exitCode.refused, [`no story has ${JSON.stringify(options.story)} in its title`]);
      }
      const failed = stories.filter((story) => !tell(story, options.show === true)).length;
      console.log(`${stories.length - failed} passed, ${failed} failed`);
      if (failed > 0) process.exitCode = exitCode.refused;
    });
}

/** Runs a story and prints the outcome; returns whether all expectations hold. */
function tell(story: Story, show: boolean): boolean {
  const said = foldStory(story);
  const misses = judgeStory(story, said);
  const passed = misses.length === 0;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${story.title}`);
  for (const line of reportMisses(story, misses, said)) console.log(`       ${line}`);
  if (show) for (const line of narrate(story, said)) console.log(`       | ${line}`);
  return passed;
}

/** The stories of all files; throws if any of them cannot be read. */
function readStories(files: readonly string[]): readonly Story[] {
  const readings = files.map((file) => {
    const text = readFileSync(file, 'utf8');
    return parseTimeline({ file, text }, (path) => openBeside(file, path));
  });
  const faults = readings.flatMap((reading) => (reading.ok ? [] : reading.faults));
  if (faults.length > 0) throw new CliError(exitCode.refused, faults.map(formatFault));
  return readings.flatMap((reading) => (reading.ok ? reading.stories : []));
}

/** Opens a resource file that a story names, relative to the story. */
function openBeside(file: string, path: string): Source | string {
  const beside = isAbsolute(path) ? path : join(dirname(file), path);
  try {
    return { file: beside, text: readFileSync(beside, 'utf8') };
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function filesOf(path: string): readonly string[] {
  if (!existsSync(path)) throw new CliError(exitCode.refused, [`${path}: no such file or folder`]);
  if (!statSync(path).isDirectory()) return [path];
  const found = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort();
  if (found.length === 0) throw new CliError(exitCode.refused, [`${path}: no file that ends in ${ending}`]);
  return found.map((name) => join(path, name));
}
