import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { stateNameValues } from '@panto/model';
import { z } from 'zod';
import { oneOf } from '../configuration/administration';
import { Configuration } from '../configuration/configuration';
import { type StateDocument, stateDocument } from '../state/state-document';
import { States } from '../state/states';
import { checked } from './checked';
import { stateExample } from './examples';
import { answerResponse, listOf, problemResponse } from './openapi';
import { Problem } from './problem';

const query = z.object({
  state: z
    .string()
    .toUpperCase()
    .transform((text) => text.replace('-', '_'))
    .pipe(z.enum(stateNameValues))
    .optional(),
});

/** The present States of the Checks. */
@ApiTags('states')
@Controller('api/v1/states')
export class StatesController {
  constructor(
    @Inject(Configuration) private readonly configuration: Configuration,
    @Inject(States) private readonly states: States,
  ) {}

  /** The States of all configured Checks. */
  @Get()
  @ApiOperation({ summary: 'The present States of all Checks; UNKNOWN before the first evaluation' })
  @ApiQuery({ name: 'state', required: false, description: 'only these, such as critical' })
  @ApiResponse(
    answerResponse('States by name of the Check', listOf(stateDocument), { items: [stateExample] }),
  )
  list(@Query() parameters: unknown): { readonly items: readonly StateDocument[] } {
    const { state } = checked(query, parameters, 'query');
    const { present } = this.configuration;
    const all = present.list('Check').flatMap(({ id }) => this.states.documentOf(id, present) ?? []);
    return { items: state === undefined ? all : all.filter((one) => one.state === state) };
  }

  /** The State of one Check. */
  @Get(':check')
  @ApiOperation({ summary: 'The present State of a Check' })
  @ApiParam({ name: 'check', description: 'UUID or name of the Check' })
  @ApiResponse(answerResponse('its State', stateDocument, stateExample))
  @ApiResponse(problemResponse(404, 'there is no such Check'))
  get(@Param('check') reference: string): StateDocument {
    const { present } = this.configuration;
    const { id } = oneOf('Check', reference, present.find('Check', reference));
    const document = this.states.documentOf(id, present);
    if (document === undefined) throw new Problem(404, 'not-found', `there is no Check \`${reference}\``);
    return document;
  }
}
