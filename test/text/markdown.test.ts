import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  code,
  escapeMarkdown,
  fence,
  maxBodyChars,
  prose,
  truncateMarkdown,
} from '../../src/text/markdown.ts'

const planted = [
  '@octocat please',
  'org/team @org/team',
  'fixes #12',
  'GH-34',
  'a1b2c3d4e5f6a7b8',
  'https://evil.example/x',
  'www.evil.example',
  '![x](https://evil.example/p.png)',
  '[click](javascript:alert(1))',
  '<img src=x onerror=alert(1)>',
  '<details><summary>x</summary>',
  '<!-- millrace:failure -->',
  'a | b | c',
  '`code` and ``more``',
  '**bold** _it_ ~~no~~',
  '# heading',
  '- list',
  '1. list',
  '> quote',
  '$\\frac{a}{b}$',
  'line one\n\n## line two',
  '```\nbreak out',
]

describe('foreign text in Markdown', () => {
  it('keeps a command that stands between backticks as it is, so that it can be copied', () => {
    assert.equal(
      prose('Add it with `npm install @a/b@1.2.3`, @you'),
      'Add it with `npm install @a/b@1.2.3`, &#64;&#8203;you',
    )
  })
  for (const text of planted) {
    it(`is plain words inline: ${JSON.stringify(text)}`, () => {
      const out = escapeMarkdown(text)
      assert.doesNotMatch(out, /[<>|`*_~[\]$\\@\n]|https?:|www\.|(?<!&)#|\bGH-\d/)
      assert.doesNotMatch(out, /^\s*(?:[-+=:]|\d+[.)])/)
    })
    it(`is plain words around code: ${JSON.stringify(text)}`, () => {
      const out = prose(`do \`npm i @a/b\` ${text} \`c\``).replaceAll(/`[^`]+`|<code>[^<]*<\/code>/g, '')
      assert.doesNotMatch(out, /[<>|`*_~[\]$\\@\n]|https?:|www\.|(?<!&)#|\bGH-\d/)
    })
    it(`cannot leave its fence: ${JSON.stringify(text)}`, () => {
      const lines = fence(`${text}\n~~~~\n\`\`\`\`\`x`).split('\n')
      assert.equal(lines.at(0), '``````')
      assert.equal(lines.at(-1), '``````')
      assert.equal(
        lines.slice(1, -1).some((line) => line.trim().startsWith('``````')),
        false,
      )
    })
    it(`is one code span in a table: ${JSON.stringify(text)}`, () => {
      assert.doesNotMatch(code(text), /[|\n]/)
    })
  }
})

describe('escaped text', () => {
  it('reads as it was, once GitHub has rendered it', () => {
    for (const text of planted.filter((one) => !one.includes('\n'))) {
      const shown = escapeMarkdown(text)
        .replaceAll(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)))
        .replaceAll('\u200B', '')
      assert.equal(shown, text)
    }
  })

  it('leaves what people copy as it is: run ids, and names with an underscore', () => {
    const text = 'rows of run 20261121-150303-iegkfi in sales_by_day'
    assert.equal(escapeMarkdown(text), text)
    assert.equal(escapeMarkdown('_it_'), '&#95;it&#95;')
  })
})

describe('cutting Markdown', () => {
  it('keeps fences and details closed at any length, and is never longer than asked', () => {
    const block = fc.constantFrom(
      'text',
      '```sql',
      '````',
      '```',
      '<details>',
      '</details>',
      '~~~',
      'ünï',
      '',
    )
    fc.assert(
      fc.property(fc.array(block, { maxLength: 40 }), fc.integer({ min: 120, max: 400 }), (lines, max) => {
        const closed = `${lines.join('\n')}\n`
        const out = truncateMarkdown(closed, max)
        assert.ok(out.length <= max || closed.length <= max)
        if (closed.length > max) assert.equal(openFences(out), false)
      }),
    )
  })

  it('leaves a text that fits alone, and counts bytes where GitHub does', () => {
    assert.equal(truncateMarkdown('short', maxBodyChars), 'short')
    const cut = truncateMarkdown(`${'ü'.repeat(99)}\n`.repeat(100), 10_000, 'bytes')
    assert.ok(Buffer.byteLength(cut) <= 10_000 && Buffer.byteLength(cut) > 9000)
  })

  it('cuts a first line that is too long by itself', () => {
    assert.ok(truncateMarkdown('x'.repeat(1000), 200).length <= 200)
  })
})

function openFences(text: string): boolean {
  let open = ''
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
    if (open === '') open = mark?.[1] ?? ''
    else if (mark?.[1]?.startsWith(open) && mark[2]?.trim() === '') open = ''
  }
  return open !== ''
}
