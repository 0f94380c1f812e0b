import { Failure } from '../diagnostic/failure.ts'

const meanings: Readonly<Record<string, { code: string; message: string }>> = {
  ENOENT: { code: 'file/missing', message: 'is not there' },
  EISDIR: { code: 'file/unreadable', message: 'is a folder' },
  ENOTDIR: { code: 'file/missing', message: 'is not there' },
  EACCES: { code: 'file/unreadable', message: 'may not be read' },
  EPERM: { code: 'file/unreadable', message: 'may not be read' },
  ENOSPC: { code: 'disk/full', message: 'could not be written: the disk is full' },
  EDQUOT: { code: 'disk/full', message: 'could not be written: the disk quota is used up' },
}

/** An error of the file system about the file that the author knows as `label`. */
export function fileFailure(error: unknown, label: string): Failure {
  if (error instanceof Failure) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const meaning = meanings[code] ?? { code: 'file/unreadable', message: `failed: ${String(error)}` }
  return new Failure(meaning.code, `"${label}" ${meaning.message}`, { cause: error })
}
