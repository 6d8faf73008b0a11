import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { oneOf } from '../configuration/administration';
import { Configuration } from '../configuration/configuration';
import { type NotificationDocument, notificationDocument, type ResentDocument, resentDocument } from '../notification/notification-document'; // prettier-ignore
import { Notifications } from '../notification/notifications';
import { checked } from './checked';
import { notificationExample, resentExample } from './examples';
import { answerResponse, listOf, problemResponse } from './openapi';
import { sinceParameter } from './since-parameter';

const day = 86_400_000;
const flag = z
  .enum(['', 'true', 'false'])
  .default('false')
  .transform((text) => text !== 'false');
const query = z.object({
  undelivered: flag,
  withheld: flag,
  check: z.string().optional(),
  channel: z.string().optional(),
  episode: z.uuid().toLowerCase().optional(),
  since: sinceParameter,
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
const how = z.object({ force: flag });
const byId = { name: 'id', description: 'send id of the Notification' };

/** What happened to messages, and sending them again. */
@ApiTags('notifications')
@Controller('api/v1/notifications')
export class NotificationsController {
  constructor(
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Configuration) private readonly configuration: Configuration,
  ) {}

  /** Messages and what happened to them. */
  @Get()
  @ApiOperation({ summary: 'Decisions to send messages or not, and what happened to each; newest first' })
  @ApiQuery({ name: 'undelivered', required: false, schema: { type: 'boolean', default: false }, description: 'only those that failed or expired and never arrived' }) // prettier-ignore
  @ApiQuery({ name: 'withheld', required: false, schema: { type: 'boolean', default: false }, description: 'only those decided not to be sent' }) // prettier-ignore
  @ApiQuery({ name: 'check', required: false, description: 'only those of this Check: UUID or name' })
  @ApiQuery({ name: 'channel', required: false, description: 'only those for this Channel: UUID or name' })
  @ApiQuery({ name: 'episode', required: false, description: 'only those of this episode: UUID' })
  @ApiQuery({
    name: 'since',
    required: false,
    description: 'only those decided since then (RFC 3339); default: the last 31 days',
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', default: 100, maximum: 1_000 } })
  @ApiResponse(answerResponse('as stored in ClickHouse, some seconds old', listOf(notificationDocument), { items: [notificationExample] })) // prettier-ignore
  @ApiResponse(problemResponse(503, 'ClickHouse cannot be used now'))
  async list(@Query() parameters: unknown): Promise<{ readonly items: readonly NotificationDocument[] }> {
    const { since = Date.now() - 31 * day, check, channel, ...rest } = checked(query, parameters, 'query');
    const asked = { check: this.idOf('Check', check), channel: this.idOf('Channel', channel) };
    return { items: await this.notifications.list({ ...rest, ...asked, since }) };
  }

  /** One message and what happened to it. */
  @Get(':id')
  @ApiOperation({ summary: 'One message, or the decision not to send it, and what happened to it' })
  @ApiParam(byId)
  @ApiResponse(answerResponse('the message', notificationDocument, notificationExample))
  @ApiResponse(problemResponse(404, 'there is no such Notification'))
  @ApiResponse(problemResponse(503, 'ClickHouse cannot be used now'))
  get(@Param('id') id: string): Promise<NotificationDocument> {
    return this.notifications.get(id.toLowerCase());
  }

  /** Sends a message again, with the same send id, to its Channel as configured now. */
  @Post(':id/resend')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send an undelivered message again, to its Channel as configured now',
  })
  @ApiParam(byId)
  @ApiQuery({ name: 'force', required: false, schema: { type: 'boolean', default: false }, description: 'also if it was delivered or superseded by a newer message' }) // prettier-ignore
  @ApiResponse(
    answerResponse('the notifier will start a new series of attempts', resentDocument, resentExample),
  )
  @ApiResponse(problemResponse(404, 'there is no such Notification'))
  @ApiResponse(problemResponse(409, 'it was delivered or is still under way, or its Channel is no longer configured')) // prettier-ignore
  @ApiResponse(problemResponse(410, 'its record has been deleted from Kafka'))
  @ApiResponse(problemResponse(503, 'ClickHouse or Kafka cannot be used now'))
  resend(@Param('id') id: string, @Query() parameters: unknown): Promise<ResentDocument> {
    const { force } = checked(how, parameters, 'query');
    return this.notifications.resend(id.toLowerCase(), force);
  }

  /** Messages of a deleted Check, or for a deleted Channel, are found by its UUID. */
  private idOf(kind: 'Check' | 'Channel', reference: string | undefined): string | undefined {
    if (reference === undefined) return undefined;
    const found = this.configuration.present.find(kind, reference);
    const isGone = found.kind === 'none' && z.uuid().safeParse(reference).success;
    return isGone ? reference.toLowerCase() : oneOf(kind, reference, found).id;
  }
}
