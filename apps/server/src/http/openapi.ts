import type { INestApplication } from '@nestjs/common';
import { type ApiResponseOptions, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'retry'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'what was wrong and what to do' },
    instance: { type: 'string' },
    code: { type: 'string', description: 'stable; the last part of type' },
    retry: { type: 'boolean', description: 'whether the same request may succeed later' },
  },
};

/** A problem (RFC 9457) as a response in the API's description. */
export function problemResponse(status: number, description: string): ApiResponseOptions {
  return { status, description, content: { 'application/problem+json': { schema: problem } } };
}

/** A successful response in the API's description: its schema, and an example. */
export function answerResponse(description: string, form: z.ZodType, example: object): ApiResponseOptions {
  return {
    status: 200,
    description,
    content: { 'application/json': { schema: jsonSchemaOf(form), example } },
  };
}

/** The JSON Schema of what is sent; parts that JSON Schema cannot express may be anything. */
export function jsonSchemaOf(form: z.ZodType): object {
  return z.toJSONSchema(form, { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' });
}

/** A list in a response. */
export const listOf = (item: z.ZodType) => z.object({ items: z.array(item) });

/** The API's description (OpenAPI). */
export function describeApi(app: INestApplication, version: string): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Panto')
    .setDescription(
      'Configuration, Agents, Results, States, acknowledgements and Notifications. Errors are problems (RFC 9457).',
    )
    .setVersion(version)
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, about);
}

/** Serves the description at /api/openapi.json, and a page for reading it and trying requests at /api. */
export function serveApiDescription(app: INestApplication, description: OpenAPIObject): void {
  SwaggerModule.setup('api', app, description, { jsonDocumentUrl: 'api/openapi.json' });
}
