import type { Configuration } from '../configuration/configuration';
import { type AgentConfiguration, agentConfigurationOf, type Delivery } from './agent-configuration';
import type { AgentSigns } from './agent-signs';
import { AgentWatch } from './agent-watch';

/** A burst of changes is answered once, after waiting this long for the rest of it, ms. */
const settling = 50;

/** The requests of Agents to the Server. */
export class Agents {
  private readonly watch = new AgentWatch();

  constructor(
    private readonly configuration: Configuration,
    readonly signs: AgentSigns,
    private readonly delivery: Delivery,
    private readonly now: () => number = Date.now,
  ) {
    configuration.onChange((agents) => this.watch.touch(agents));
  }

  /** The configuration of an Agent; undefined if there is no such Agent. */
  configurationOf(agent: string): AgentConfiguration | undefined {
    const { present } = this.configuration;
    if (present.get('Agent', agent) === undefined) return undefined;
    this.signs.saw(agent, this.now());
    return agentConfigurationOf(agent, present, this.delivery);
  }

  /** The same, once it differs from `version`, or after `limit` ms. */
  async changedConfigurationOf(
    agent: string,
    version: string,
    limit: number,
    givenUp: AbortSignal,
  ): Promise<AgentConfiguration | undefined> {
    const end = this.now() + limit;
    for (;;) {
      const configuration = this.configurationOf(agent);
      const left = end - this.now();
      if (configuration?.version !== version || left <= 0 || givenUp.aborted) return configuration;
      await this.watch.wait(agent, left, givenUp);
      await new Promise((resolve) => setTimeout(resolve, settling));
    }
  }
}
