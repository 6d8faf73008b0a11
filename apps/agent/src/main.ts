import { endProcess, runService } from '@panto/service';
import { compose } from './compose';
import { agentSettings } from './settings';

endProcess(await runService({ name: 'agent', signsPort: 8095, settings: agentSettings, compose }));
