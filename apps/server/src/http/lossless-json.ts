import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { formatJson } from '@panto/resource';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';

/** Writes answers as JSON that keeps all digits of whole numbers; text and nothing pass as they are. */
export class LosslessJson implements NestInterceptor {
  /** Wraps one answer. */
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      map((answer) => {
        if (answer === undefined || typeof answer === 'string') return answer;
        response.type('application/json');
        return formatJson(answer);
      }),
    );
  }
}
