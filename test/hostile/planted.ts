/** What must not be seen, by the names under which pipelines know them. */
export const secrets: Readonly<Record<string, string>> = {
  PLAIN: 'tok_Pl4in-Secret-9911',
  SHORT: 'q9Xv',
  QUOTED: `it's "a" $ecret\\back`,
  SPECIAL: 'p%ss w+rd/&=?#<ü>;|',
  MULTI: 'line-one-secret\nline two "secret"\nthird/secret+x',
  LONG: `eyJhbGciOi${'AbCdEf0123456789'.repeat(12)}tail`,
  KEYFILE: JSON.stringify({
    type: 'service_account',
    private_key: 'BEGIN-KEY\nMIIEvQIBADANBg+kqh/ki\nEND-KEY\n',
  }),
}

/** What is secret inside the connections `DB` and `REFUSED`, as it is written and as it is meant, and inside the key file. */
export const inner: Readonly<Record<string, string>> = {
  PASSWORD: 'correct-horse-battery',
  OTHER: 'wr0ng%40pass%2Fword',
  MEANT: 'wr0ng@pass/word',
  KEY: 'MIIEvQIBADANBg+kqh/ki',
}

const variables = { P: 'PLAIN', T: 'SHORT', Q: 'QUOTED', S: 'SPECIAL', M: 'MULTI', L: 'LONG', K: 'KEYFILE' }
const env = Object.entries(variables).map(([name, secret]) => `${name}: "\${{ secrets.${secret} }}"`)

/** Steps that show secrets in each kind of output; their jobs are few enough to be carried out one by one. */
export const onGitHubToo = ['show', 'trace', 'outputs', 'echoed', 'rejected', 'rows', 'typed', 'committed']

/** Every way that could be thought of to show a secret. Nearly each of these steps fails, `failing` by name. */
export const leakySteps = (server: string) => `
name: Secrets
connections: { db: "\${{ secrets.DB }}", refused: "\${{ secrets.REFUSED }}", lite: "sqlite:lite.sqlite" }
defaults: { retry: { max-attempts: 2, delay: 1ms } }
env: { ${env.join(', ')}, D: "\${{ secrets.REFUSED }}" }
steps:
  show: { run: 'echo $P $T; echo "$Q"; echo "$S"; echo "$M"; echo $L; echo "$K"; env; printf %s "$M" | base64 -w0; printf x%s "$P" | base64; echo "::notice::$P"' }
  trace: { run: 'set -x; true "$P" "$T" "$Q" "$S" "$M" "$L" "$K"; echo $D >&2; exit 3' }
  python:
    run:
      shell: python
      script: |
        import json, os, urllib.parse
        for k in 'PTQSMLK': print(repr(os.environ[k]), json.dumps(os.environ[k]), urllib.parse.quote(os.environ[k]), urllib.parse.quote_plus(os.environ[k]))
        print(json.loads(os.environ['K'])['private_key'])
        raise Exception(os.environ['Q'] + os.environ['M'] + os.environ['S'])
  pieces: { run: 'printf %s "\${P:0:5}"; sleep 0.05; printf %s "\${P:5}"' }
  colours: { run: 'echo "$L" | grep --color=always 0123 || true' }
  border: { run: "head -c 16379 /dev/zero | tr '\\\\0' x; echo $P; head -c 32700 /dev/zero | tr '\\\\0' y; echo $L" }
  endless: { run: "head -c 1048500 /dev/zero | tr '\\\\0' x; echo $L$L; echo last" }
  outputs: { run: 'echo "a=$P" >> $GITHUB_OUTPUT; printf "b<<E\\n%s\\nE\\n" "$M" >> $GITHUB_OUTPUT; echo "$P=x" >> $GITHUB_OUTPUT; echo "# $P $Q" >> $GITHUB_STEP_SUMMARY; head -c 65500 /dev/zero | tr "\\\\0" z >> $GITHUB_STEP_SUMMARY; echo $L >> $GITHUB_STEP_SUMMARY' }
  passed: { needs: [outputs], env: { A: "\${{ needs.outputs.outputs.a }}", B: "\${{ needs.outputs.outputs.b }}" }, run: 'echo "$A $B"' }
  broken: { run: 'echo "$P$L" >> $GITHUB_OUTPUT' }
  echoed: { extract: { csv: "${server}/\${{ secrets.PLAIN }}.csv?k=\${{ secrets.QUOTED }}", headers: { Authorization: "Bearer \${{ secrets.LONG }}", X-Key: "\${{ secrets.SHORT }}" } } }
  missing: { extract: { csv: "\${{ secrets.PLAIN }}.csv" } }
  rows: { extract: { csv: x.csv } }
  named: { run: { output: csv, script: 'printf "%s,b\\n1,2\\n" "$P" > "$MILLRACE_OUTPUT"' } }
  ragged: { run: { output: ndjson, script: 'printf "{\\"v\\": \\"%s\\"" "$L" > "$MILLRACE_OUTPUT"' } }
  rejected: { extract: { csv: x.csv, columns: { id: integer, v: integer } } }
  checked: { extract: { csv: x.csv }, checks: [{ accepted-values: { v: [a] } }] }
  queried: { extract: { csv: x.csv }, checks: [{ sql: "select v from queried" }] }
  selected: { needs: [rows], transform: { sql: "select * from rows where json(v) = 1" } }
  thrown: { needs: [rows], transform: { module: "./m.ts#m" } }
  typed: { load: { from: rows, into: db, table: typed } }
  lite: { load: { from: rows, into: lite, table: lite } }
  refused: { load: { from: rows, into: refused, table: t } }
  committed: { load: { from: rows, file: "out/\${{ env.P }}.csv", commit: true } }
`

export const failing =
  'broken checked committed echoed missing python queried ragged refused rejected selected thrown trace typed'.split(
    ' ',
  )

export const files: Readonly<Record<string, string>> = {
  'x.csv': `id,v\n1,${secrets['PLAIN']}\n2,${secrets['LONG']}\n`,
  'm.ts': `export async function* m(batches) {
  for await (const [first, second] of batches) { console.log(first); throw new Error('bad ' + first.v + ' ' + second.v) }
}
`,
}

/** As a secret may look somewhere, and long pieces of it: half a secret is one too. */
export function formsOf(value: string): string[] {
  const whole = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    Buffer.from(value).toString('base64').slice(0, -4),
    value.replaceAll("'", "'\\''"),
    value.replaceAll("'", "\\'"),
    ...value.split('\n'),
  ].filter((form) => form.length > 4 || form === value)
  return [...new Set([...whole, ...whole.flatMap((form) => [form.slice(0, 14), form.slice(-11)])])].filter(
    (form) => form.length >= 4 && !common.has(form),
  )
}

/** Pieces of the key file that are no secret, for any such file begins with them. */
const common = new Set(['{"type":"service_account"', '{"type":"serv', '{"type":"servi', '{\\"type\\":\\"s'])
