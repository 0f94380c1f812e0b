import { basename } from 'node:path'
import { Failure } from '../diagnostic/failure.ts'

const meanings: Readonly<Record<string, { code: string; message: string }>> = {
  ENOENT: { code: 'file/missing', message: 'is not there' },
  EISDIR: { code: 'file/unreadable', message: 'is a folder' },
  ENOTDIR: { code: 'file/missing', message: 'is not there' },
  EACCES: { code: 'file/unreadable', message: 'may not be read' },
  EPERM: { code: 'file/unreadable', message: 'may not be read' },
  ENOSPC: { code: 'disk/full', message: 'could not be written: the disk is full' },
  EFBIG: { code: 'disk/full', message: 'could not be written: it is larger than files may be here' },
  EDQUOT: { code: 'disk/full', message: 'could not be written: the disk quota is used up' },
}

/** What the operating system refused a step, wherever it happened (a full disk); anything else as it is. */
export function systemFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Failure || !('syscall' in error) || !('code' in error))
    return error
  const path = 'path' in error && typeof error.path === 'string' ? basename(error.path) : "the step's dataset"
  return fileFailure(error, path)
}

/** An error of the file system about the file that the author knows as `label`. */
export function fileFailure(error: unknown, label: string): Failure {
  if (error instanceof Failure) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const meaning = meanings[code] ?? { code: 'file/unreadable', message: `failed: ${String(error)}` }
  return new Failure(meaning.code, `"${label}" ${meaning.message}`, { cause: error })
}
