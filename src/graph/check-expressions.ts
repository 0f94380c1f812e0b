import type { Code } from '../diagnostic/codes.ts'
import type { Diagnostic, Path, Place } from '../diagnostic/diagnostic.ts'
import { quotedExpressions, sqlComments } from '../expression/bind-sql.ts'
import { type Visible, checkExpression } from '../expression/check-expression.ts'
import type { ExpressionMistake } from '../expression/check-path.ts'
import { type Found, findExpressions, wholeExpression } from '../text/find-expressions.ts'
import { unwrapCondition } from '../text/unwrap-condition.ts'
import { expressionPlace } from './expression-places.ts'
import type { Surroundings } from './surroundings.ts'

/** Every mistake in the `${{ }}` of a manifest, wherever an author wrote one. */
export function checkExpressions(authored: unknown, around: Surroundings): Diagnostic[] {
  const found: Diagnostic[] = []
  walk(authored, [], (text, path) => found.push(...checkText(text, path, around)))
  return found
}

/** The same for a query that stands in a file of its own. */
export function checkSqlFile(file: string, sql: string, path: Path, around: Surroundings): Diagnostic[] {
  const at = ({ start, end }: Span): Place => ({ file, path: [], part: 'value', span: { start, end } })
  const place = expressionPlace(path, around)
  return 'visible' in place ? checkSql(sql, place.visible, at) : []
}

interface Span {
  readonly start: number
  readonly end: number
}
type At = (span: Span) => Place

/** `path` is one array that grows and shrinks on the way: it is copied only where a text is visited. */
function walk(value: unknown, path: (string | number)[], visit: (text: string, path: Path) => void): void {
  if (typeof value === 'string') {
    if (value.includes('${{') || (path.length === 3 && path[2] === 'if')) visit(value, [...path])
    return
  }
  if (typeof value !== 'object' || value === null) return
  const list = Array.isArray(value)
  for (const key of Object.keys(value)) {
    path.push(list ? Number(key) : key)
    walk(Reflect.get(value, key), path, visit)
    path.pop()
  }
}

function checkText(text: string, path: Path, around: Surroundings): Diagnostic[] {
  const at: At = (within) => ({ file: around.file, path, part: 'value', within })
  const place = expressionPlace(path, around)
  if (place.kind === 'text') return []
  if (place.kind === 'script') return findExpressions(text).map((each) => inScript(each, at))
  if (place.kind === 'sql') return checkSql(text, place.visible, at)
  if (place.kind === 'condition') return checkCondition(text, place.visible, at)
  const found = findExpressions(text)
  if (place.kind === 'nowhere') return found.map((each) => notHere(each, path, place.why, at))
  const mixed = place.kind === 'value' && wholeExpression(text) === undefined
  if (mixed && found.every(({ closed }) => closed))
    return found.slice(0, 1).map((each) => notAlone(each, path, at))
  return found.flatMap((each) => checkFound(each, place.visible, at))
}

function checkFound(found: Found, visible: Visible, at: At): Diagnostic[] {
  if (!found.closed) return [unclosed(found, at)]
  return checkExpression(found.source, visible).map((mistake) => located(mistake, found.sourceStart, at))
}

function checkCondition(text: string, visible: Visible, at: At): Diagnostic[] {
  const bracketed = findExpressions(text)
  const [first] = bracketed
  const source = unwrapCondition(text)
  if (first !== undefined && !first.closed) return [unclosed(first, at)]
  if (first !== undefined && source === text.trim()) {
    const { start, end } = first
    const message = '`if` mixes text with `${{ }}`, which is always true in a workflow'
    return [
      problem(
        'expression/syntax',
        message,
        at({ start, end }),
        'write the whole condition inside one `${{ }}`, or without',
      ),
    ]
  }
  const offset = text.indexOf(source)
  return checkExpression(source, visible).map((mistake) => located(mistake, offset, at))
}

function checkSql(sql: string, visible: Visible, at: At): Diagnostic[] {
  const quoted = quotedExpressions(sql)
  const comments = sqlComments(sql)
  const inside = (spans: readonly Span[], { start }: Found) =>
    spans.some((span) => span.start <= start && start < span.end)
  return findExpressions(sql).flatMap((found) => {
    if (inside(comments, found)) return []
    if (inside(quoted, found)) return [quotedInSql(found, at)]
    return checkFound(found, visible, at)
  })
}

function located(mistake: ExpressionMistake, offset: number, at: At): Diagnostic {
  const { code, severity = 'error', message, help, start, end } = mistake
  return { ...problem(code, message, at({ start: offset + start, end: offset + end }), help), severity }
}

function unclosed({ start }: Found, at: At): Diagnostic {
  return problem(
    'expression/syntax',
    '`${{` is not closed',
    at({ start, end: start + 3 }),
    'close it with `}}`',
  )
}

function inScript(found: Found, at: At): Diagnostic {
  const source = found.source.trim()
  const name = (/([A-Za-z_][A-Za-z0-9_]*)\W*$/.exec(source)?.[1] ?? 'VALUE').toUpperCase()
  return problem(
    'expression/script',
    '`${{ }}` in a script would be run as code: whoever chooses the value could run commands',
    at(found),
    `hand it over in the environment: \`env: { ${name}: "\${{ ${source} }}" }\`, and read "$${name}" in the script`,
  )
}

function notHere(found: Found, path: Path, why: string, at: At): Diagnostic {
  return problem(
    'expression/not-here',
    `\`${lastKey(path)}\` takes no \`\${{ }}\`: ${why}`,
    at(found),
    'write the value itself',
  )
}

/** Text around an expression makes it text; here it is a number, a list or the like. */
function notAlone(found: Found, path: Path, at: At): Diagnostic {
  return problem(
    'expression/not-here',
    `\`${lastKey(path)}\` takes one \`\${{ }}\` with nothing around it, or the value itself`,
    at(found),
    "make one expression of it, e.g. with `format('…', …)` or `fromJSON(…)`",
  )
}

function lastKey(path: Path): string | number | undefined {
  return path.findLast((each) => typeof each === 'string')
}

function quotedInSql(found: Found, at: At): Diagnostic {
  return problem(
    'expression/not-here',
    'an expression inside quotes of SQL would stay text',
    at(found),
    'remove the quotes: the value is bound as a parameter',
  )
}

function problem(code: Code, message: string, at: Place, help?: string): Diagnostic {
  return { code, severity: 'error', message, at, ...(help === undefined ? {} : { help }) }
}
