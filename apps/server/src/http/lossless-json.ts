import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { formatJson } from '@panto/resource';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';

/**
 * Writes responses as JSON that keeps all digits of whole numbers; text and empty responses pass unchanged.
 */
export class LosslessJson implements NestInterceptor {
  /** Wraps one response. */
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
