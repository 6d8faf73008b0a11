import { runProcess } from '@panto/service';
import { compose } from './compose';
import { agentSettings } from './settings';

await runProcess({ name: 'agent', signsPort: 8095, settings: agentSettings, compose });
