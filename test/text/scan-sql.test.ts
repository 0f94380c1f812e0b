import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bindSql, quotedExpressions } from '../../src/expression/bind-sql.ts'
import { singleQuery } from '../../src/steps/sql/single-query.ts'
import { scanSql } from '../../src/text/scan-sql.ts'
import type { SqlDialect } from '../../src/text/scan-sql.ts'

const notCode: readonly (readonly [dialect: SqlDialect, text: string])[] = [
  ['sqlite', "'a ''? ;'"],
  ['sqlite', '"a ""? ;"'],
  ['sqlite', '[a ?;]'],
  ['sqlite', '`a ``? ;`'],
  ['sqlite', '-- ?;\n'],
  ['sqlite', '/* /* ?; */'],
  ['sqlite', "'a\\'"],
  ['postgres', "'a\\'"],
  ['postgres', "E'it\\'s ? ;'"],
  ['postgres', "e'\\\\'"],
  ['postgres', "E'a''? ;'"],
  ['postgres', '$$ ?; \' " $a$ $$'],
  ['postgres', '$body$ ?; $$ $other$ $body$'],
  ['postgres', '/* /* ?; */ ?; */'],
  ['postgres', "U&'d\\0061t ?;'"],
  ['mysql', "'it\\'s ''? ;'"],
  ['mysql', '"a\\"? ;"'],
  ['mysql', '`a\\`'],
  ['mysql', '# ? ; \n'],
  ['mysql', '-- ?;\n'],
  ['mysql', '/* /* ?; */'],
]

for (const [dialect, text] of notCode) {
  test(`in ${dialect} nothing of ${JSON.stringify(text)} is code, and what follows is`, () => {
    const pieces = scanSql(`select ${text}, ? from t`, dialect)
    const code = pieces.filter(({ kind }) => kind === 'code').map((piece) => piece.text)
    assert.deepEqual(
      code.map((piece) => piece.replace('U&', '')),
      ['select ', ', ? from t'],
    )
  })
}

const code: readonly (readonly [dialect: SqlDialect, text: string])[] = [
  ['postgres', 'a[?]'],
  ['postgres', 'a$b$c ? d$b$e'],
  ['postgres', '$1$2'],
  ['sqlite', '$$ ? $$'],
  ['mysql', '1--?'],
  ['mysql', '$$ ? $$'],
]

for (const [dialect, text] of code) {
  test(`in ${dialect} all of ${JSON.stringify(text)} is code`, () => {
    assert.deepEqual(scanSql(text, dialect), [{ kind: 'code', text, start: 0 }])
  })
}

test('parameters are numbered as PostgreSQL reads the text, and expressions bound where they are code', () => {
  const sql = `select E'\\'?', $q$ ? \${{ a }} $q$, b[\${{ b }}] /* /* ? */ ? */ from t where x = \${{ c }}`
  const bound = bindSql(sql, 'postgres')
  assert.deepEqual(bound.expressions, ['b', 'c'])
  assert.equal(bound.sql, `select E'\\'?', $q$ ? \${{ a }} $q$, b[$1] /* /* ? */ ? */ from t where x = $2`)
})

test('an expression that either database would take for text is told', () => {
  for (const sql of [
    'select $$ ${{ a }} $$',
    "select E'\\' ${{ a }}'",
    'select [${{ a }}]',
    'select `${{ a }}`',
  ]) {
    assert.equal(quotedExpressions(sql).length, 1, sql)
  }
  assert.deepEqual(quotedExpressions("select ${{ format('$$ {0}', a) }} || $1"), [])
})

test('a semicolon inside quotes of any kind does not end a query', () => {
  for (const sql of ["select E'\\';'", 'select $$;$$', 'select /* /* */ ; */ 1']) {
    assert.equal(singleQuery(`${sql} ; -- done`, 'postgres'), `${sql} `)
  }
  assert.throws(() => singleQuery("select 1; '--'", 'sqlite'), { code: 'sql/statement' })
})

test('the pieces of any text are that text', () => {
  const words = fc.constantFrom(
    "'",
    '"',
    '`',
    '[',
    ']',
    '$$',
    '$a$',
    "E'",
    '\\',
    '/*',
    '*/',
    '--',
    '\n',
    '${{',
    '}}',
    '?',
    'x',
  )
  const dialects = fc.constantFrom<SqlDialect>('sqlite', 'postgres', 'mysql', 'either')
  fc.assert(
    fc.property(fc.array(words), dialects, (parts, dialect) => {
      const sql = parts.join('')
      let at = 0
      for (const { text, start } of scanSql(sql, dialect)) {
        assert.equal(start, at)
        at += text.length
      }
      assert.equal(at, sql.length)
    }),
  )
})
