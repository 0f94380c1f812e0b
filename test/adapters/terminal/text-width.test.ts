import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import stringWidth from 'string-width'
import { textWidth } from '../../../src/adapters/terminal/text-width.ts'

describe('textWidth', () => {
  it('takes every character for as wide as the library does', () => {
    const wrong: string[] = []
    for (let code = 0x20; code < 0x1_0000; code++) {
      const character = String.fromCodePoint(code)
      if (textWidth(character) !== stringWidth(character)) wrong.push(code.toString(16))
    }
    assert.deepEqual(wrong, [])
  })

  it('counts what stands together as one', () => {
    assert.equal(textWidth('São Paulo → ✔ …'), 15)
    assert.equal(textWidth('👩‍👩‍👧 日本'), 7)
    assert.equal(textWidth('✔\uFE0F'), 2)
  })
})
