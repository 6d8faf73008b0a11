import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Ingest, type Ingestion, ingestion } from '../result/ingest';
import { bodyOf } from './body';
import { ingestionExample } from './examples';
import { answerResponse, problemResponse } from './openapi';

/** Accepts Results from producers that do not speak Kafka. */
@ApiTags('results')
@Controller('api/v1/results')
export class ResultsController {
  constructor(@Inject(Ingest) private readonly ingest: Ingest) {}

  /** Accepts JSON lines or a JSON list of Results. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Send Results: one JSON object per line, or a JSON list' })
  @ApiConsumes('application/x-ndjson', 'application/json')
  @ApiBody({
    schema: {
      type: 'string',
      example:
        '{"check":"checkout-http","timestamp":"2026-11-23T10:00:00Z","metrics":{"up":true,"duration-seconds":0.3}}',
    },
  })
  @ApiResponse(
    answerResponse(
      'how many were accepted, and which lines were rejected, with the reasons',
      ingestion,
      ingestionExample,
    ),
  )
  @ApiResponse(problemResponse(400, 'no line could be accepted'))
  take(@Req() request: Request): Promise<Ingestion> {
    return this.ingest.take(bodyOf(request, 'json').text);
  }
}
