import type { SendMailOptions } from 'nodemailer';
import type { Notification } from '@panto/model';
import { cut, oneLine } from '../cut';
import { htmlOf } from './html';
import type { EmailSpec } from './spec';

/** Maximum length of a subject, characters. */
const maxSubject = 200;

/**
 * A message for nodemailer, in structured fields only. All messages of an episode refer to the same thread
 * root, which is never sent itself, so that they form one conversation in whatever order they arrive (RFC
 * 5322, 3.6.4).
 */
export function compose(notification: Notification, spec: EmailSpec, from: string): SendMailOptions {
  const domain = /@([A-Za-z0-9.-]+)>?$/.exec(from)?.[1] ?? 'panto.invalid';
  const root = `<${notification.episode}@${domain}>`;
  return {
    from,
    to: [...spec.to],
    ...(spec.cc === undefined ? {} : { cc: [...spec.cc] }),
    subject: cut(oneLine(notification.title), maxSubject),
    text: `${notification.text}\n`,
    html: htmlOf(notification),
    messageId: `<${notification.id}@${domain}>`,
    inReplyTo: root,
    references: [root],
    headers: {
      // RFC 3834: suppresses vacation notices.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Panto-Episode': notification.episode,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
