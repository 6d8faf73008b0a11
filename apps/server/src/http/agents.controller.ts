import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { labelsField, nameField } from '@panto/resource';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type AgentConfiguration, agentConfiguration } from '../agent/agent-configuration';
import { Agents } from '../agent/agents';
import { Administration } from '../configuration/administration';
import { named } from './answer-fields';
import { bodyOf } from './body';
import { checked, checkedJson } from './checked';
import { agentConfigurationExample, identityExample } from './examples';
import { answerResponse, jsonSchemaOf, problemResponse } from './openapi';
import { Problem } from './problem';

const registration = z.object({
  name: nameField,
  host: z.string().max(255).nullable().default(null),
  version: z.string().max(255).nullable().default(null),
  labels: labelsField.default({}),
});
/** Maximum long poll, s: shorter than the timeouts of proxies on the way. */
const longestWait = 55;
const query = z.object({ wait: z.coerce.number().min(0).max(longestWait).default(0) });

/** Requests of Agents to the Server. */
@ApiTags('agents')
@Controller('api/v1/agents')
export class AgentsController {
  constructor(
    @Inject(Agents) private readonly agents: Agents,
    @Inject(Administration) private readonly administration: Administration,
  ) {}

  /** Registers an Agent; an unknown one becomes a resource. */
  @Post('register')
  @HttpCode(200)
  @ApiOperation({ summary: 'Register an Agent; an unknown one becomes a resource' })
  @ApiBody({ schema: jsonSchemaOf(registration) })
  @ApiResponse(answerResponse('id and name of the Agent', named, identityExample))
  async register(@Req() request: Request) {
    const told = checkedJson(registration, bodyOf(request, 'json').text);
    const { id, name } = await this.administration.register(told);
    this.agents.configurationOf(id);
    return { id, name };
  }

  /** The whole configuration of an Agent, at once or when it changes. */
  @Get(':id/configuration')
  @ApiOperation({ summary: 'The whole configuration of an Agent, at once or when it changes' })
  @ApiParam({ name: 'id', description: 'UUID of the Agent' })
  @ApiQuery({
    name: 'wait',
    required: false,
    description: 'with If-None-Match: seconds to wait for a change',
  })
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'ETag of the configuration the Agent has',
  })
  @ApiResponse(
    answerResponse(
      'the configuration; its version is the ETag',
      agentConfiguration,
      agentConfigurationExample,
    ),
  )
  @ApiResponse({ status: 304, description: 'the configuration is still the same' })
  @ApiResponse(problemResponse(404, 'there is no such Agent; register it'))
  async configuration(
    @Param('id') id: string,
    @Query() parameters: unknown,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentConfiguration | undefined> {
    const { wait } = checked(query, parameters, 'query');
    const version = /^(?:W\/)?"([^"]*)"$/.exec(known ?? '')?.[1];
    const configuration =
      version === undefined
        ? this.agents.configurationOf(id.toLowerCase())
        : await this.agents.changedConfigurationOf(id.toLowerCase(), version, wait * 1_000, gone(response));
    if (configuration === undefined) {
      throw new Problem(
        404,
        'not-found',
        `there is no Agent \`${id}\`; register it at /api/v1/agents/register`,
      );
    }
    response.setHeader('etag', `"${configuration.version}"`);
    response.setHeader('cache-control', 'private, no-cache');
    if (configuration.version !== version) return configuration;
    response.status(304);
    return undefined;
  }
}

/** A signal that aborts when the client has disconnected. */
function gone(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
