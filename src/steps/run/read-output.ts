import { stat } from 'node:fs/promises'
import { Failure } from '../../diagnostic/failure.ts'
import { readDataset } from '../extract/read-dataset.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import type { RunOptions } from './options.ts'

/** Makes the step's dataset of the file that the script wrote. */
export async function readOutput(
  path: string,
  format: 'csv' | 'ndjson',
  context: StepContext<RunOptions>,
): Promise<StepOutcome> {
  const bytes = await sizeOf(path)
  const { columns, formats, rejects = { rows: 0 } } = context.options
  const sources =
    bytes === 0 ? [] : [{ path, label: '$MILLRACE_OUTPUT', bytes, fetched: false, contentType: undefined }]
  return readDataset(sources, {
    ...context,
    options: {
      format,
      from: [],
      headers: {},
      compression: 'none',
      ...(columns === undefined ? {} : { columns }),
      ...(formats === undefined ? {} : { formats }),
      rejects,
      allowEmpty: true,
      csv: { ragged: 'reject' },
    },
  })
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new Failure('run/output', 'the script ended well but wrote no file to $MILLRACE_OUTPUT', {
      help: 'Write the rows to the path in the environment variable MILLRACE_OUTPUT, or remove "output"',
    })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
