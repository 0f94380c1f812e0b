import { stripTypeScriptTypes } from 'node:module'
import { parse } from 'es-module-lexer/js'

/** What a module's text tells without being run. */
export type ModuleReading =
  /** `names` is `undefined` where only running it would tell. */
  { readonly names: readonly string[] | undefined } | { readonly fault: ModuleFault }

/** Why TypeScript does not parse: offsets of the text. */
export interface ModuleFault {
  readonly message: string
  readonly start: number
  readonly end: number
}

/** The names a module exports, read by the parser that Node itself runs TypeScript with. */
export function readModule(path: string, text: string): ModuleReading {
  const stripped = /\.[mc]?ts$/.test(path) ? strip(text) : { code: text }
  return 'fault' in stripped ? stripped : { names: namesIn(stripped.code) }
}

function strip(text: string): { code: string } | { fault: ModuleFault } {
  const restore = silenceWarnings()
  try {
    return { code: stripTypeScriptTypes(text) }
  } catch (error) {
    return error instanceof SyntaxError ? { fault: faultOf(error, text) } : { code: '' }
  } finally {
    restore()
  }
}

/** Node warns that the function is experimental; it is what Node itself does to every TypeScript file. */
function silenceWarnings(): () => void {
  const warn = Object.getOwnPropertyDescriptor(process, 'emitWarning')
  process.emitWarning = () => {}
  return () => {
    if (warn !== undefined) Object.defineProperty(process, 'emitWarning', warn)
  }
}

/** Node tells the place only at the head of the stack: the line's number, the line, and carets under it, if any. */
function faultOf({ message, stack = '' }: SyntaxError, text: string): ModuleFault {
  const head = stack.slice(0, stack.indexOf('\n\n'))
  const index = Number(/^[^\n]*:(\d+)\n/.exec(head)?.[1] ?? 1) - 1
  const [, indent = '', carets = ''] = /\n( *)(\^+)/.exec(head) ?? []
  const lines = text.split('\n')
  const line = lines[index] ?? ''
  const lineStart = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0)
  if (carets === '') return { message, start: lineStart, end: lineStart + line.trimEnd().length }
  return { message, start: lineStart + indent.length, end: lineStart + indent.length + carets.length }
}

/** A CommonJS module, and one that hands on all of another, may export anything. */
function namesIn(code: string): string[] | undefined {
  try {
    const [, exported, , isModule] = parse(code)
    if (!isModule && /\b(?:exports|require)\b/.test(code)) return undefined
    const names = exported.map((each) => ('name' in each ? each.name : undefined))
    return names.every((name) => name !== undefined) ? names : undefined
  } catch {
    return undefined
  }
}
