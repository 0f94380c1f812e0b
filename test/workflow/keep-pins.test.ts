import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findDrift } from '../../src/workflow/drift.ts'
import { keepPins } from '../../src/workflow/keep-pins.ts'
import { settingsLine } from '../../src/workflow/settings.ts'

const [old, newer] = ['a'.repeat(40), 'b'.repeat(40)]
const header = settingsLine({ action: `acme/millrace@${old}` })
const file = (checkout: string, millrace: string, name = 'x') => ({
  path: `.github/workflows/millrace-${name}.yml`,
  text: `${header}\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@${checkout} # v${checkout[0]}\n      - uses: acme/millrace@${millrace}\n`,
})

describe('an action that Dependabot has moved', () => {
  it('stays where it is, and is no drift', () => {
    const present = [file(newer, newer)]
    const files = keepPins([file(old, old), file(old, old, 'y')], present)
    assert.deepEqual(findDrift([files[0] ?? file(old, old)], present), [])
    assert.equal(files[1]?.text, file(newer, newer, 'y').text)
  })

  it('is pinned anew where it is said to be, or where the files do not agree', () => {
    const said = keepPins([file(old, old)], [file(newer, newer)], `acme/millrace@${old}`)
    assert.equal(said[0]?.text, file(newer, old).text)
    const torn = keepPins([file(old, old)], [file(newer, newer), file(old, newer, 'y')])
    assert.equal(torn[0]?.text, file(old, newer).text)
  })

  it('is not looked for in workflows that a person wrote', () => {
    const own = { path: '.github/workflows/millrace-own.yml', text: `- uses: actions/checkout@${newer}` }
    assert.equal(keepPins([file(old, old)], [own])[0]?.text, file(old, old).text)
  })
})
