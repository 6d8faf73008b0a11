import { Controller, Get, Header, Inject, Redirect, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { METERS, type Meters } from '@panto/service';
import type { Response } from 'express';
import { Status } from '../status/status';
import { type StatusDocument, statusDocument } from '../status/status-document';
import { statusExample } from './examples';
import { answerResponse } from './openapi';

/** The status of everything, and the process's health endpoints on the API port. */
@ApiTags('status')
@Controller()
export class StatusController {
  constructor(
    @Inject(Status) private readonly status: Status,
    @Inject(METERS) private readonly meters: Meters,
  ) {}

  /** Counts, Agents, and the lag of the stages. */
  @Get('api/v1/status')
  @ApiOperation({ summary: 'Counts of resources and States, Agents, and the lag of the stages' })
  @ApiResponse(answerResponse('the overall status', statusDocument, statusExample))
  get(): Promise<StatusDocument> {
    return this.status.document();
  }

  /** Points anybody who opens the address in a browser to what is available. */
  @Get()
  @ApiExcludeEndpoint()
  @Redirect('/api')
  home(): void {}

  /** Responds while the process is alive. */
  @Get('livez')
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/plain')
  live(): string {
    return 'ok\n';
  }

  /** Ready once everything in the topics has been read. */
  @Get('readyz')
  @ApiExcludeEndpoint()
  ready(@Res({ passthrough: true }) response: Response) {
    const missing = this.status.missing();
    response.status(missing.length === 0 ? 200 : 503);
    return { ready: missing.length === 0, missing };
  }

  /** Meters in Prometheus's text format. */
  @Get('metrics')
  @ApiExcludeEndpoint()
  async metrics(@Res({ passthrough: true }) response: Response): Promise<string> {
    response.type(this.meters.contentType);
    return this.meters.text();
  }
}
