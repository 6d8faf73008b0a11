import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { kinds, type Source } from '@panto/resource';
import type { Request } from 'express';
import { z } from 'zod';
import { Administration } from '../configuration/administration';
import { type Change, changeOutcomes } from '../configuration/plan-apply';
import { uuid } from './answer-fields';
import { bodyOf, filesType } from './body';
import { checked, checkedJson } from './checked';
import { changesExample } from './examples';
import { answerResponse, problemResponse } from './openapi';

const query = z.object({
  dryRun: z
    .enum(['', 'true', 'false'])
    .default('false')
    .transform((text) => text !== 'false'),
  file: z.string().max(1_000).default('body'),
});
const files = z.strictObject({
  files: z.array(z.strictObject({ file: z.string().max(1_000), text: z.string() })).max(10_000),
});

const change = z.object({
  kind: z.enum(kinds),
  id: uuid,
  name: z.string(),
  outcome: z.enum(changeOutcomes),
  version: z.int(),
});
/** The outcome of applying a set of resources. */
const applied = z.object({ dryRun: z.boolean(), changes: z.array(change) });

/** Applies resources. */
@ApiTags('resources')
@Controller('api/v1/apply')
export class ApplyController {
  constructor(@Inject(Administration) private readonly administration: Administration) {}

  /** Applies a set of resources: all of it, or nothing if anything has a fault. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Apply resources: the whole set, or nothing if anything has a fault' })
  @ApiQuery({ name: 'dryRun', required: false, schema: { type: 'boolean', default: false } })
  @ApiQuery({
    name: 'file',
    required: false,
    schema: { type: 'string' },
    description: 'name of the file, for faults',
  })
  @ApiConsumes('application/yaml', 'application/json', filesType)
  @ApiBody({
    schema: {
      type: 'string',
      description: 'documents of kind Target, Agent, Check, Channel or Route',
      example: 'kind: Target\nmetadata: { name: web-1.example.com }\nspec: { address: 192.0.2.10 }\n',
    },
  })
  @ApiResponse(answerResponse('what was created, changed and left unchanged', applied, changesExample))
  @ApiResponse(problemResponse(400, 'faults, each with file, line, column and JSON pointer'))
  async apply(@Req() request: Request, @Query() parameters: unknown): Promise<z.output<typeof applied>> {
    const { dryRun, file } = checked(query, parameters, 'query');
    const { type, text } = bodyOf(request, 'resources');
    const sources: readonly Source[] = type === filesType ? checkedJson(files, text).files : [{ file, text }];
    const changes = await this.administration.apply(sources, dryRun);
    return { dryRun, changes: changes.map(shown) };
  }
}

function shown({ kind, outcome, record }: Change): z.output<typeof change> {
  const { id, name, version } = record;
  return { kind, id, name, outcome, version };
}
