import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { extractKind } from '../../src/steps/extract/kind.ts'
import { extract } from '../../src/steps/extract/step.ts'
import type { StepContext, StepOutcome } from '../../src/steps/step.ts'
import { query } from './dataset.ts'
import type { StepRig } from './step-context.ts'

/** Runs an extract as a manifest would write it; what cannot be written in one is a mistake of the test. */
export async function extractAs(
  rig: StepRig,
  authored: Readonly<Record<string, unknown>>,
  more: Partial<StepContext> = {},
): Promise<StepOutcome> {
  const read = z.parse(extractKind.schema, authored)
  const options = extractKind.decode(read, (path, message) => {
    throw new Error(`${path.join('.')}: ${message}`)
  })
  return extract(rig.context(options, more))
}

/** The values of a column, as texts, in their order. */
export function valuesOf({ dataset }: StepOutcome, column: string): string[] {
  if (dataset === undefined) throw new Error('there is no dataset')
  return query(dataset.path, `select * from "${dataset.name}"`).map((row) => String(row[column]))
}

export function sendJson(
  response: ServerResponse,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}

export function queryOf({ url = '/' }: IncomingMessage): URLSearchParams {
  return new URL(url, 'http://x').searchParams
}

export async function jsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(await text(request)))
}
