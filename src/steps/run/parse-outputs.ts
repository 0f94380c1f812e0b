import { Failure } from '../../diagnostic/failure.ts'

/**
 * The outputs a script wrote, in the form of GitHub's `$GITHUB_OUTPUT`: `name=value`, or `name<<DELIMITER`, lines,
 * `DELIMITER`. Throws a `Failure` (`outputs/format`) naming the line, with its beginning once it is masked.
 */
export function parseOutputs(text: string, mask: (text: string) => string): Record<string, string> {
  const outputs: Record<string, string> = {}
  const lines = text.split(/\r?\n/u)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const [, name = '', operator = '', value = ''] = /^([^=<]+?)(=|<<)(.*)$/u.exec(line) ?? []
    if (name === '')
      throw broken(at, `"${mask(line).slice(0, 80)}" is neither name=value nor name<<DELIMITER`)
    if (operator === '=') {
      outputs[name] = value
      continue
    }
    const end = lines.indexOf(value, at + 1)
    if (value === '' || end < 0) throw broken(at, `no line "${value}" ends the value of "${name}"`)
    outputs[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return outputs
}

function broken(at: number, what: string): Failure {
  return new Failure('outputs/format', `line ${at + 1} of $GITHUB_OUTPUT: ${what}`)
}
