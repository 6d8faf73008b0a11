import { runService } from '@panto/service';
import { Notifier } from './notifier';
import { notifierSettings } from './settings';

process.exitCode = await runService({
  name: 'notifier',
  signsPort: 8093,
  settings: notifierSettings,
  compose: (settings, shell) => ({ runner: new Notifier(settings, shell, process.env) }),
});
