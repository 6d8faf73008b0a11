import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { type AcknowledgementDocument, acknowledgementDocument, acknowledgementWish } from '../acknowledgement/acknowledgement-document'; // prettier-ignore
import { Acknowledger } from '../acknowledgement/acknowledger';
import { bodyOf } from './body';
import { checkedJson } from './checked';
import { acknowledgementExample } from './examples';
import { answerResponse, jsonSchemaOf, problemResponse } from './openapi';

const idOrName = { name: 'idOrName', description: 'UUID or name of the Check' };

/** Acknowledgements: somebody is working on the open problems of a Check. */
@ApiTags('acknowledgements')
@Controller('api/v1/checks/:idOrName/acknowledgement')
export class AcknowledgementsController {
  constructor(@Inject(Acknowledger) private readonly acknowledger: Acknowledger) {}

  /** The acknowledgement of a Check. */
  @Get()
  @ApiOperation({ summary: 'The newest acknowledgement of a Check, even if its problem is over' })
  @ApiParam(idOrName)
  @ApiResponse(answerResponse('the acknowledgement', acknowledgementDocument, acknowledgementExample))
  @ApiResponse(problemResponse(404, 'there is no such Check, or it has no acknowledgement'))
  get(@Param('idOrName') reference: string): AcknowledgementDocument {
    return this.acknowledger.get(reference);
  }

  /** Acknowledges the open problems of a Check. */
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Acknowledge the open problems of a Check, replacing any earlier acknowledgement',
  })
  @ApiParam(idOrName)
  @ApiBody({ schema: jsonSchemaOf(acknowledgementWish) })
  @ApiResponse(answerResponse('repetitions are withheld', acknowledgementDocument, acknowledgementExample))
  @ApiResponse(problemResponse(400, 'the body has faults'))
  @ApiResponse(problemResponse(404, 'there is no such Check'))
  @ApiResponse(problemResponse(409, 'the Check has no problem, or several have this name'))
  @ApiResponse(problemResponse(503, 'Kafka cannot be used now'))
  acknowledge(
    @Param('idOrName') reference: string,
    @Req() request: Request,
  ): Promise<AcknowledgementDocument> {
    const wish = checkedJson(acknowledgementWish, bodyOf(request, 'json').text);
    return this.acknowledger.acknowledge(reference, wish);
  }

  /** Withdraws it. */
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Withdraw the acknowledgement of a Check' })
  @ApiParam(idOrName)
  @ApiResponse({ status: 204, description: 'withdrawn' })
  @ApiResponse(problemResponse(404, 'there is no such Check, or it has no acknowledgement'))
  @ApiResponse(problemResponse(503, 'Kafka cannot be used now'))
  async takeBack(@Param('idOrName') reference: string): Promise<void> {
    await this.acknowledger.takeBack(reference);
  }
}
