import { runProcess } from '@panto/service';
import { Notifier } from './notifier';
import { notifierSettings } from './settings';

await runProcess({
  name: 'notifier',
  signsPort: 8093,
  settings: notifierSettings,
  compose: (settings, shell) => ({ runner: new Notifier(settings, shell, process.env) }),
});
