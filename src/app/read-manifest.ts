import { isUtf8 } from 'node:buffer'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Code } from '../diagnostic/codes.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'

/** Room for 100,000 written steps. */
const maxBytes = 16 * 1024 * 1024

/** Texts that stand for those of files, by file. */
export type Unsaved = ReadonlyMap<string, string>

/** The text of a manifest, or why it is none. */
export async function readManifest(
  file: string,
  workspace: string,
  unsaved: Unsaved,
): Promise<{ text: string } | { problem: Diagnostic; missing?: boolean }> {
  const text = unsaved.get(file)
  if (text !== undefined) return decode(file, Buffer.from(text))
  const path = resolve(workspace, file)
  try {
    const { size } = await stat(path)
    if (size > maxBytes) return { problem: tooLarge(file, size) }
    return decode(file, await readFile(path))
  } catch (error) {
    return {
      problem: unreadable(
        file,
        0,
        reason(file, error),
        'check the path; it starts at the root of the repository',
      ),
      missing: codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR',
    }
  }
}

function decode(file: string, bytes: Buffer): { text: string } | { problem: Diagnostic } {
  const nul = bytes.indexOf(0)
  if (nul >= 0)
    return {
      problem: unreadable(
        file,
        0,
        'the file is binary, not YAML',
        'give the path of a .yml file; it must be saved as UTF-8',
      ),
    }
  const text = bytes.toString('utf8')
  const bad = isUtf8(bytes) ? -1 : text.indexOf('\uFFFD')
  if (bad >= 0) {
    const start = plain(text, bad)
    return {
      problem: {
        ...unreadable(file, start, 'the file is not UTF-8 from here on', 'save it as UTF-8'),
        at: { file, path: [], part: 'value', span: { start, end: start + 1 } },
      },
    }
  }
  return { text: text.startsWith('\uFEFF') ? text.slice(1) : text }
}

function plain(text: string, offset: number): number {
  return text.startsWith('\uFEFF') ? offset - 1 : offset
}

function reason(file: string, error: unknown): string {
  const code = codeOf(error)
  if (code === 'ENOENT') return `"${file}" is not there`
  if (code === 'EISDIR') return `"${file}" is a directory, not a manifest`
  if (code === 'EACCES') return `"${file}" may not be read`
  return `"${file}" cannot be read (${String(code ?? error)})`
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function tooLarge(file: string, size: number): Diagnostic {
  const message = `the manifest has ${(size / 1e6).toFixed(1)} MB; at most ${maxBytes / 1024 / 1024} MiB are read`
  return problem('source/too-large', file, 0, message, 'split it into several pipelines')
}

function unreadable(file: string, start: number, message: string, help: string): Diagnostic {
  return problem('source/unreadable', file, start, message, help)
}

function problem(code: Code, file: string, start: number, message: string, help: string): Diagnostic {
  return {
    code,
    severity: 'error',
    message,
    at: { file, path: [], part: 'value', span: { start, end: start } },
    help,
  }
}
