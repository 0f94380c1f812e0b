import assert from 'node:assert/strict'
import { it } from 'node:test'
import { matchesGlob } from '../../src/text/matches-glob.ts'

for (const [pattern, matched, others] of [
  ['data/*.csv', ['data/a.csv', 'data/.csv'], ['data/a/b.csv', 'data/a.csv.gz', 'x/data/a.csv', 'data/acsv']],
  ['data/**/*.csv', ['data/a.csv', 'data/a/b/c.csv'], ['a.csv', 'data/a.json']],
  ['data/**', ['data/a/b.csv'], ['date/a.csv']],
  ['a?.csv', ['ab.csv'], ['a.csv', 'a/.csv']],
  ['a.csv', ['a.csv'], ['a_csv']],
  ['{a,b}.csv', ['{a,b}.csv'], ['a.csv']],
] as const)
  it(`"${pattern}" means what it says`, () => {
    for (const path of matched) assert(matchesGlob(pattern, path), path)
    for (const path of others) assert(!matchesGlob(pattern, path), path)
  })
