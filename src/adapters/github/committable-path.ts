import { Failure } from '../../diagnostic/failure.ts'

/** Refuses a path that git or the token of a workflow could not take, before anything is sent. */
export function committablePath(path: string): void {
  const parts = path.split('/')
  const odd = parts.some(
    (part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git',
  )
  if (odd || path.includes('\\') || path.includes('\0')) {
    throw new Failure('github/invalid', `${JSON.stringify(path)} is not a path inside the repository`)
  }
  if (path.toLowerCase().startsWith('.github/workflows/')) {
    throw new Failure('github/forbidden', `${path} is a workflow, which a run's token may not write`, {
      help: 'Write the file to another folder',
    })
  }
}
