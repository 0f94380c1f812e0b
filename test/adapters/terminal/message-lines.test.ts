import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { messageLines } from '../../../src/adapters/terminal/message-lines.ts'
import { plainPalette } from '../../../src/adapters/terminal/palette.ts'
import { failureLines } from '../../../src/adapters/terminal/step-lines.ts'

const failure = {
  code: 'checks/failed',
  message: '2 of 3 checks failed:\n- unique [id]: 1 key more than once\n- a check with words that do not fit',
  causes: [],
  help: 'mend them',
  retryable: false,
}

describe('a message of several lines', () => {
  it('is told in as many, indented, the code in brackets behind the first', () => {
    assert.deepEqual(failureLines(failure, plainPalette), [
      '    2 of 3 checks failed: [checks/failed]',
      '    - unique [id]: 1 key more than once',
      '    - a check with words that do not fit',
      '    help: mend them',
    ])
  })

  it('is wrapped at words where there is a width', () => {
    assert.deepEqual(failureLines(failure, plainPalette, 30), [
      '    2 of 3 checks failed:',
      '    [checks/failed]',
      '    - unique [id]: 1 key more',
      '    than once',
      '    - a check with words that',
      '    do not fit',
      '    help: mend them',
    ])
  })

  it('holds no command of the runner in any of its lines, and nothing that steers a terminal', () => {
    const lines = messageLines('a\n::error::x\nb ##[group]c\n\u001B[2Jd', { indent: '', room: 40 })
    assert.equal(lines.length, 4)
    for (const line of lines) assert.doesNotMatch(line, /^\s*::|##\[|\[2J/)
    assert.doesNotMatch(
      messageLines(`${'a'.repeat(39)} ::error::x`, { indent: '', room: 40 }).join('\n'),
      /^\s*::/m,
    )
  })
})
