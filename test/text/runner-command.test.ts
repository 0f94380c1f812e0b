import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { escapeCommandData, escapeCommandProperty, neutralize } from '../../src/text/runner-command.ts'

/** As the runner reads a line: `::` at the head of what is left after trimming, or `##[` anywhere. */
function isCommand(line: string): boolean {
  const lines = line.split(/\r\n|\r|\n/)
  return lines.some((one) => stripVTControlCharacters(one).trim().startsWith('::') || one.includes('##['))
}

const planted = [
  '::error::pwned',
  '   ::set-output name=x::y',
  '\t::add-mask::a',
  '\u00A0\u3000::debug::x',
  'progress\r::error::x',
  'a\r\n::error::x',
  'a\n::error::x',
  'a\u2028::error::x',
  '##[error]x',
  'text ##[command]x',
  '\u001B[31m::error::x',
  ':\u001B[0m:error::x',
  '\u001B[2K\u001B[1G::error::x',
  ':\u001B[K:error::x',
  ':\u200B:error::x',
  ':\0:error::x',
  '#\u0000#[error]x',
  '\uFEFF::error::x',
  '\u001B]0;title\u0007::error::x',
  '\u001B]8;;http://x\u001B\\::error::x',
  '\u009B2J::error::x',
  '\u001B::error::x',
  '::stop-commands::token',
  '#\u001B[31m#[error]x',
]

describe('foreign lines', () => {
  for (const line of planted) {
    it(`is no command: ${JSON.stringify(line)}`, () => {
      const out = neutralize(line)
      assert.equal(isCommand(out), false, JSON.stringify(out))
      assert.equal(isCommand(stripVTControlCharacters(out)), false, JSON.stringify(out))
      // oxlint-disable-next-line no-control-regex -- nothing but a colour may be left of escape sequences
      assert.doesNotMatch(out.replaceAll(/\u001B\[[0-9;:]*m/g, ''), /[\x00-\x08\x0A-\x1F\x7F-\x9F]/)
    })
  }

  it('keeps an ordinary line, its colours and its colons as they are', () => {
    for (const line of [
      'std::vector<int> a',
      '\u001B[32mok\u001B[0m 12:30::45',
      '# heading [x]',
      'a\tb — ü 😀',
    ]) {
      assert.equal(neutralize(line), line)
    }
  })
})

describe('commands', () => {
  it('escapes what ends the data or a property, so that the runner reads back what was meant', () => {
    assert.equal(escapeCommandData('50% a\r\nb:,'), '50%25 a%0D%0Ab:,')
    assert.equal(escapeCommandProperty('a,b:c%\n'), 'a%2Cb%3Ac%25%0A')
  })
})
