import { appendFileSync } from 'node:fs'
import { Failure } from '../../diagnostic/failure.ts'
import type { Annotation, Runner } from '../../ports/runner.ts'
import { escapeCommandData, escapeCommandProperty, neutralize } from '../../text/runner-command.ts'
import { maxSummaryBytes, truncateMarkdown } from '../../text/markdown.ts'
import { plainText } from '../terminal/plain-text.ts'
import { outputEntry } from './output-entry.ts'

/** Of GitHub: an annotation's message is cut here. */
const longestMessage = 4096

type Environment = Readonly<Record<string, string | undefined>>

/** The runner behind the port: workflow commands on stdout, and the files it names in the environment. */
export function createRunner(env: Environment, write: (text: string) => void): Runner {
  let summarySize = 0
  const command = (name: string, properties: Readonly<Record<string, string>>, data: string) => {
    const listed = Object.entries(properties)
      .map(([key, value]) => `${key}=${escapeCommandProperty(value)}`)
      .join(',')
    write(`::${name}${listed === '' ? '' : ` ${listed}`}::${escapeCommandData(data)}\n`)
  }
  return {
    line: (text) => write(`${neutralize(text)}\n`),
    group: (title) => command('group', {}, title),
    endGroup: () => command('endgroup', {}, ''),
    annotate: (annotation) =>
      command(
        annotation.level,
        propertiesOf(annotation),
        visible(annotation.message).slice(0, longestMessage),
      ),
    mask: (value) => {
      if (value.trim() !== '') command('add-mask', {}, value)
    },
    output: (name, value) => appendTo(env, 'GITHUB_OUTPUT', outputEntry(name, value)),
    summary: (markdown) => {
      const room = maxSummaryBytes - summarySize
      if (room < 200) return
      const text = `${truncateMarkdown(markdown, room - 1, 'bytes')}\n`
      summarySize += Buffer.byteLength(text)
      appendTo(env, 'GITHUB_STEP_SUMMARY', text)
    },
  }
}

/** What cannot be seen (a terminal's escapes) is not told; line ends stay. */
const visible = (text: string): string => text.split('\n').map(plainText).join('\n')

/** Columns count only on a single line; across lines GitHub would drop the whole annotation's place. */
function propertiesOf({ title, at }: Annotation): Record<string, string> {
  const named = title === undefined ? {} : { title }
  if (at === undefined) return named
  const columns = at.line === at.endLine ? { col: String(at.column), endColumn: String(at.endColumn) } : {}
  return { file: at.file, line: String(at.line), endLine: String(at.endLine), ...columns, ...named }
}

function appendTo(env: Environment, variable: string, text: string): void {
  const path = env[variable]
  if (path === undefined || path === '') return
  try {
    appendFileSync(path, text)
  } catch (cause) {
    throw new Failure('runner/output', `${variable} cannot be written`, { cause })
  }
}
