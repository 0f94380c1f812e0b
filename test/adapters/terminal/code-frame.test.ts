import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { renderCodeFrame } from '../../../src/adapters/terminal/code-frame.ts'
import { plainPalette } from '../../../src/adapters/terminal/palette.ts'
import { renderTable, truncate } from '../../../src/adapters/terminal/table.ts'
import type { LocatedDiagnostic } from '../../../src/diagnostic/diagnostic.ts'

const at = (line: number, column: number, endColumn: number): LocatedDiagnostic => ({
  code: 'source/syntax',
  severity: 'error',
  message: 'it is wrong',
  file: 'pipelines/a.yml',
  line,
  column,
  endLine: line,
  endColumn,
})
const frame = (diagnostic: LocatedDiagnostic, text?: string): string =>
  renderCodeFrame(diagnostic, text, plainPalette)

describe('a code frame', () => {
  it('underlines what is meant by columns of the terminal, also behind wide letters and tabs', () => {
    assert.equal(
      frame(at(2, 5, 8), 'a\n日本: xyz\n'),
      'error it is wrong [source/syntax]\n  pipelines/a.yml:2:5\n    2 │ 日本: xyz\n      │       ~~~\n',
    )
    assert.match(frame(at(1, 2, 3), '\tx'), / {4}1 │ {2}x\n {6}│ {2}~\n/)
  })

  it('shows of a very long line the part around the place', () => {
    const drawn = frame(at(1, 501, 504), `${'x'.repeat(500)}abc${'y'.repeat(500)}`)
    const [, , line = '', mark = ''] = drawn.split('\n')
    assert.ok(line.length < 120)
    assert.equal(line.slice(mark.indexOf('~'), mark.lastIndexOf('~') + 1), 'abc')
  })

  it('lets no text of a manifest steer the terminal', () => {
    const drawn = frame({ ...at(1, 1, 2), message: 'a\u001B[31mb\rc' }, 'x\u001B]0;title\u0007\u202Ey')
    // oxlint-disable-next-line no-control-regex -- that there is none is the point
    assert.doesNotMatch(drawn, /[\u0000-\u0009\u000B-\u001F\u202E]/)
  })

  it('does without the line when there is no text, or no such line', () => {
    const short = 'error it is wrong [source/syntax]\n  pipelines/a.yml:9:1\n'
    assert.equal(frame(at(9, 1, 2)), short)
    assert.equal(frame(at(9, 1, 2), 'one line'), short)
  })
})

describe('a table', () => {
  it('keeps to the width it is given, the widest column giving way', () => {
    const lines = renderTable(
      [[{ text: 'a' }, { text: 'x'.repeat(100) }, { text: '12', align: 'right' }]],
      40,
    )
    assert.equal(lines[0]?.length, 40)
    assert.match(lines[0], /^a {2}x+… {2}12$/)
    assert.equal(truncate('日本語', 4), '日…')
  })
})
