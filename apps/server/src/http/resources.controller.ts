import { Controller, Delete, Get, HttpCode, Inject, Param, type Type } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Kind, kinds } from '@panto/resource';
import { Administration, oneOf } from '../configuration/administration';
import { Configuration } from '../configuration/configuration';
import { documentOf, type ResourceDocument, shownSchema } from '../configuration/document-of';
import { type ConfigurationRecord, kindTopics } from '../configuration/kind-topic';
import { resourceExample } from './examples';
import { answerResponse, listOf, problemResponse } from './openapi';

/** One controller for each kind of resource. */
export const resourceControllers: readonly Type<unknown>[] = kinds.map(controllerOf);

function controllerOf(kind: Kind): Type<unknown> {
  const { segment } = kindTopics[kind];
  const form = shownSchema(kind);
  const idOrName = { name: 'idOrName', description: `UUID or name of the ${kind}` };

  @ApiTags('resources')
  @Controller(`api/v1/${segment}`)
  class ResourcesController {
    constructor(
      @Inject(Configuration) private readonly configuration: Configuration,
      @Inject(Administration) private readonly administration: Administration,
    ) {}

    @Get()
    @ApiOperation({ summary: `All ${segment}`, operationId: `list${segment}` })
    @ApiResponse(
      answerResponse(`documents of kind ${kind}; all but status can be applied again`, listOf(form), {
        items: [resourceExample(kind)],
      }),
    )
    list(): { readonly items: readonly ResourceDocument[] } {
      const { present } = this.configuration;
      const records: readonly ConfigurationRecord[] = present.list(kind);
      return { items: records.map((record) => documentOf(kind, record, present)) };
    }

    @Get(':idOrName')
    @ApiOperation({ summary: `One ${kind}`, operationId: `get${kind}` })
    @ApiParam(idOrName)
    @ApiResponse(answerResponse(`document of kind ${kind}`, form, resourceExample(kind)))
    @ApiResponse(problemResponse(404, 'there is none'))
    get(@Param('idOrName') reference: string): ResourceDocument {
      const { present } = this.configuration;
      const record: ConfigurationRecord = oneOf(kind, reference, present.find(kind, reference));
      return documentOf(kind, record, present);
    }

    @Delete(':idOrName')
    @HttpCode(204)
    @ApiOperation({
      summary: `Delete ${kind === 'Agent' ? 'an' : 'a'} ${kind} that nothing refers to`,
      operationId: `delete${kind}`,
    })
    @ApiParam(idOrName)
    @ApiResponse({ status: 204, description: 'deleted' })
    @ApiResponse(problemResponse(404, 'there is none'))
    @ApiResponse(problemResponse(409, 'others refer to it, or several have this name'))
    async delete(@Param('idOrName') reference: string): Promise<void> {
      await this.administration.delete(kind, reference);
    }
  }
  return ResourcesController;
}
