import { Failure } from '../../diagnostic/failure.ts'

/** Of Linux: one longer string in the environment, and no later step of the job can start. */
const longestValue = 131_072 - 1024

/** An entry of the file behind GITHUB_OUTPUT. The delimiter is drawn at random, so no value can end its own entry. */
export function outputEntry(name: string, value: string): string {
  if (Buffer.byteLength(value) > longestValue) {
    throw new Failure('runner/output', `the output "${name}" is larger than a step's environment can hold`)
  }
  const delimiter = `ghadelimiter_${globalThis.crypto.randomUUID()}`
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`
}
