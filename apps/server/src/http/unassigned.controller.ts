import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Unassigned } from '../adoption/unassigned';
import { type UnassignedDocument, unassignedDocument } from '../adoption/unassigned-document';
import { checked } from './checked';
import { unassignedExample } from './examples';
import { answerResponse, listOf, problemResponse } from './openapi';
import { sinceParameter } from './since-parameter';

const day = 86_400_000;
const query = z.object({
  since: sinceParameter,
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});

/** Results of Checks that are not configured. */
@ApiTags('results')
@Controller('api/v1/unassigned')
export class UnassignedController {
  constructor(@Inject(Unassigned) private readonly unassigned: Unassigned) {}

  /** The Checks they belong to, and what is in them. */
  @Get()
  @ApiOperation({
    summary: 'Results of Checks that are not configured, by Check; most recently heard first',
  })
  @ApiQuery({
    name: 'since',
    required: false,
    description: 'only what arrived since then (RFC 3339); default: the last day',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', default: 1_000, maximum: 10_000 },
  })
  @ApiResponse(answerResponse('as stored in ClickHouse, some seconds old', listOf(unassignedDocument), { items: [unassignedExample] })) // prettier-ignore
  @ApiResponse(problemResponse(503, 'ClickHouse cannot be used now'))
  async list(@Query() parameters: unknown): Promise<{ readonly items: readonly UnassignedDocument[] }> {
    const { since = Date.now() - day, limit } = checked(query, parameters, 'query');
    return { items: await this.unassigned.list(since, limit) };
  }
}
