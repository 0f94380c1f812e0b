import assert from 'node:assert/strict'
import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { makeDesk } from '../support/cli.ts'
import { serve } from '../support/http-server.ts'

const csv = 'id;zip;amount;seen\n1;601;0.50;2026-01-02\n2;00601;12.25;\n3;77;1.00;2026-01-04\n'

const manifest = `# ours
steps:
  orders:
    extract:
      csv: data/\${{ inputs.file }} # by the shop
on: { }
inputs: { file: { default: o.csv } }
`

describe('infer', () => {
  it('tells the columns of a file, its dialect, and the line that proves each choice', async () => {
    await using desk = await makeDesk({ 'o.csv': csv })
    const { status, stdout } = await desk.millrace('infer', 'o.csv')
    assert.equal(status, 0)
    assert.match(stdout, /o\.csv · 3 rows · 4 columns/)
    assert.match(stdout, /semicolon/)
    assert.match(stdout, /zip +text +line 3: "00601" has a leading zero/)
    assert.match(stdout, /seen +date +1 +every value fits/)
  })

  it('tells of rows that cannot be read, and what reads a decimal comma', async () => {
    await using desk = await makeDesk({ 'o.csv': 'a;b\n1;1,50\n2\n3;2,00\n' })
    const { stdout } = await desk.millrace('infer', 'o.csv')
    assert.match(stdout, /1 row cannot be read, e\.g\. o\.csv:3: ragged .*: a run rejects it/)
    assert.match(stdout, /b +decimal\(15,2\) +every value fits with `decimal: ","`/)
  })

  it('writes how a column is written that every value of it fits, and not where that may mean two things', async () => {
    const rows = [
      'd;t;big;either;day;zip;phone',
      '29.03.2026;3/29/2026 4:05 PM;1.250,00;1,250;04/05/2026;00601;030 123 456',
      '30.03.2026;12/1/2026 11:00 AM;12,50;2,500;05/06/2026;77;123 456 789',
    ]
    await using desk = await makeDesk({
      'data/o.csv': `${rows.join('\n')}\n`,
      'pipelines/sales.yml': manifest.replace('# by the shop', '\n      columns: { d: text not null }'),
    })
    const { stdout } = await desk.millrace('infer', 'sales#orders', '--write')
    assert.match(stdout, /day +text .*"DD\/MM\/YYYY"`.*"MM\/DD\/YYYY"`: only you know which/)
    const text = await readFile(join(desk.folder, 'pipelines/sales.yml'), 'utf8')
    const columns = [
      'd: { type: date not null, format: DD.MM.YYYY }',
      't: { type: timestamp, format: "M/D/YYYY h:mm A" }',
      'big: { type: "decimal(15,2)", decimal: ",", thousands: "." }',
      'either: text, day: text, zip: text, phone: text',
    ]
    assert(text.includes(`columns: { ${columns.join(', ')} }`), text)
    assert.equal((await desk.millrace('run', 'sales')).status, 0)
    assert.match(
      (await desk.millrace('infer', 'sales#orders', '--write')).stdout,
      /has these columns already/,
    )
  })

  it('tells both ways to read a point before three digits where other numbers have a decimal comma', async () => {
    await using desk = await makeDesk({
      'mg.csv': 'Artikel;Menge;Preis\nA;1.250;12,50\nB;2.500;3,99\n',
      'alone.csv': 'Artikel;Menge\nA;1.250\nB;2.500\n',
      'many.csv': 'Artikel;Menge\nA;1.250\nB;1.234.567\nC;12\n',
    })
    const { stdout } = await desk.millrace('infer', 'mg.csv')
    assert.match(stdout, /Menge +text .*"1\.250" fits as a decimal and, .* with `thousands: "\."`: only you/)
    assert.match((await desk.millrace('infer', 'alone.csv')).stdout, /Menge +decimal\(15,3\)/)
    const many = await desk.millrace('infer', 'many.csv')
    assert.match(many.stdout, /Menge +integer +every value fits with `thousands: "\."`/)
  })

  it('names the values that keep a column from being what all others are', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => `${n};4.82${n % 9},68;28.02.2025;x`)
    rows[20] = '20;12,x5;31.02.2025;y'
    rows[30] = '30;7,50;soon;z'
    rows[0] = `0;1,00;${'n/a '.repeat(30)};z`
    await using desk = await makeDesk({ 'o.csv': `id;amount;day;note\n${rows.join('\n')}\n` })
    const { stdout } = await desk.millrace('infer', 'o.csv')
    assert.match(
      stdout,
      /amount +text +line 22: "12,x5" does not fit; the other 49 do with `decimal: ",", thousands: "\."`/,
    )
    assert.match(stdout, /day +text .*and 2 more do not fit; the other 47 do with `format: "DD\.MM\.YYYY"`/)
    assert.match(stdout, /note +text +every value fits/)
  })

  it('makes no numbers of the strings of JSON, as a run makes none', async () => {
    const rows =
      '[{"id":1,"zip":"10115","amt":"1,250.50","day":"31.12.2026"},{"id":2,"zip":"50667","amt":"2,000.00"}]'
    await using desk = await makeDesk({
      'data/o.json': rows,
      'pipelines/sales.yml': 'on: { }\nsteps:\n  orders:\n    extract:\n      json: data/o.json\n',
    })
    const { stdout } = await desk.millrace('infer', 'sales#orders', '--write')
    assert.match(stdout, /zip +text +line 1: "10115" stands in quotes, which makes it a text in JSON/)
    const text = await readFile(join(desk.folder, 'pipelines/sales.yml'), 'utf8')
    assert.match(text, /zip: text\n +amt: text\n +day: \{ type: date, format: DD\.MM\.YYYY \}/)
  })

  it('leaves text where years have two digits, and tells each way to read them', async () => {
    const rows = [
      'both;last;first;version;at',
      '20/11/05;31/12/99;99-12-31;10.12.20;31/12/99 10:30',
      '10/12/07;30/12/98;98-12-30;01.02.03;30/12/98 11:45',
    ]
    await using desk = await makeDesk({
      'data/o.csv': `${rows.join('\n')}\n`,
      'pipelines/sales.yml': manifest.replace('# by the shop', ''),
    })
    const { stdout } = await desk.millrace('infer', 'sales#orders', '--write')
    assert.match(stdout, /both +text .*"DD\/MM\/YY"`.*"YY\/MM\/DD"`: only you know which/)
    assert.match(stdout, /last +text .*fits with `format: "DD\/MM\/YY"`: only you know if dates are meant/)
    assert.match(stdout, /first +text .*fits with `format: "YY-MM-DD"`: only/)
    assert.match(stdout, /version +text .*"DD\.MM\.YY"`.*"YY\.MM\.DD"`: only you know which/)
    assert.match(stdout, /at +text .*fits with `format: "DD\/MM\/YY HH:mm"`: only/)
    const text = await readFile(join(desk.folder, 'pipelines/sales.yml'), 'utf8')
    for (const column of ['both', 'last', 'first', 'version', 'at'])
      assert.match(text, new RegExp(`^ {6,}${column}: text$`, 'm'))
  })

  it('tells the same for machines', async () => {
    await using desk = await makeDesk({ 'o.csv': csv })
    const { stdout } = await desk.millrace('infer', 'o.csv', '--format', 'json')
    const told = JSON.parse(stdout) as {
      schema: number
      rows: number
      columns: { name: string; type: string }[]
    }
    assert.equal(told.schema, 1)
    assert.equal(told.rows, 3)
    assert.deepEqual(
      told.columns.map(({ name, type }) => `${name} ${type}`),
      ['id integer', 'zip text', 'amount decimal(15,2)', 'seen date'],
    )
  })

  it('reads what a run would read: JSON lines, compressed, by the ending', async () => {
    await using desk = await makeDesk({ 'o.ndjson': '{"a":1}\n{"a":2.5,"b":[1]}\n' })
    const { stdout } = await desk.millrace('infer', 'o.ndjson')
    assert.match(stdout, /a +real +line 2: "2\.5" is no integer/)
    assert.match(stdout, /b +json +1/)
    await desk.shell(`printf '%s' '${gzipSync(csv).toString('base64')}' | base64 -d > z.csv.gz`)
    assert.match((await desk.millrace('infer', 'z.csv.gz')).stdout, /4 columns/)
  })

  it('takes an address that ends in nothing known for what its server calls it', async () => {
    const rows = '{"id":1,"at":"2026-01-02"}\n{"id":2,"at":"2026-01-03"}\n'
    const bodies: Readonly<Record<string, readonly [type: string, body: string]>> = {
      '/orders': [
        'application/json; charset=utf-8',
        '[{"id":1,"at":"2026-01-02"},{"id":2,"at":"2026-01-03"}]',
      ],
      '/stream?format=.csv': ['application/x-ndjson', rows],
      '/report': ['text/csv', 'id,at\n1,2026-01-02\n2,2026-01-03\n'],
      // An ending that is known is believed, whatever the server calls everything.
      '/o.ndjson': ['application/json', rows],
    }
    await using site = await serve(({ url = '' }, response) => {
      const [type, body] = bodies[url] ?? ['text/plain', '']
      response.writeHead(200, { 'content-type': type }).end(body)
    })
    await using desk = await makeDesk({})
    for (const path of Object.keys(bodies)) {
      const { status, stdout } = await desk.millrace('infer', `${site.url}${path}`)
      assert.equal(status, 0, path)
      assert.match(stdout, /2 rows · 2 columns/, path)
      assert.match(stdout, /at +date/, path)
    }
    const gone = await desk.millrace('infer', 'http://127.0.0.1:1/orders')
    assert.equal(gone.status, 2)
    assert.match(gone.stderr, /127\.0\.0\.1/)
  })

  it('writes the columns of a step into its manifest, once, and what it writes holds', async () => {
    await using desk = await makeDesk({ 'data/o.csv': csv, 'pipelines/sales.yml': manifest })
    await chmod(join(desk.folder, 'pipelines/sales.yml'), 0o600)
    const { status, stdout } = await desk.millrace('infer', 'sales#orders', '--write')
    assert.equal(status, 0)
    assert.match(stdout, /\+ zip: text/)
    assert.equal((await stat(join(desk.folder, 'pipelines/sales.yml'))).mode & 0o777, 0o600)
    const text = await readFile(join(desk.folder, 'pipelines/sales.yml'), 'utf8')
    assert.match(text, /# by the shop\n {6}columns:\n {8}id: integer\n {8}zip: text\n/)
    assert.equal((await desk.millrace('validate')).status, 0)
    assert.match(
      (await desk.millrace('infer', 'sales#orders', '--write')).stdout,
      /has these columns already/,
    )
    assert.equal(await readFile(join(desk.folder, 'pipelines/sales.yml'), 'utf8'), text)
  })

  it('takes a file for a step, and shows the difference to what stands there', async () => {
    await using desk = await makeDesk({
      'data/o.csv': csv,
      'new.csv': 'id,zip\n1,2\n',
      'pipelines/sales.yml': manifest,
    })
    await desk.millrace('infer', 'sales#orders', '--write')
    const { stdout } = await desk.millrace('infer', 'new.csv', '--write', '--into', 'sales#orders')
    assert.match(stdout, /sales\.yml#orders: 1 column written, 2 columns removed/)
    assert.match(stdout, /~ zip: text → integer\n {3}- amount: decimal\(15,2\)\n {3}- seen: date/)
  })

  it('does not touch a manifest that would not hold with the columns', async () => {
    const checked = manifest.replace('on:', '    checks: [{ unique: [zip] }]\non:')
    await using desk = await makeDesk({
      'n.csv': 'id\n1\n',
      'data/o.csv': csv,
      'pipelines/sales.yml': checked,
    })
    const { ino } = await stat(join(desk.folder, 'pipelines/sales.yml'))
    const { status, stderr } = await desk.millrace('infer', 'n.csv', '--write', '--into', 'sales#orders')
    assert.equal(status, 1)
    assert.equal((await stat(join(desk.folder, 'pipelines/sales.yml'))).ino, ino)
    assert.match(stderr, /zip/)
    assert.equal(await readFile(join(desk.folder, 'pipelines/sales.yml'), 'utf8'), checked)
  })

  it('says what it lacks', async () => {
    await using desk = await makeDesk({ 'o.csv': csv, 'empty.json': '[]', 'pipelines/sales.yml': manifest })
    assert.match((await desk.millrace('infer', 'nope.csv')).stderr, /there is no file "nope\.csv"/)
    assert.match((await desk.millrace('infer', 'sales#ordrs')).stderr, /did you mean "orders"/)
    assert.match((await desk.millrace('infer', 'o.csv', '--write')).stderr, /--into/)
    assert.equal((await desk.millrace('infer', 'o.csv', '--into', 'sales#orders')).status, 64)
    const nothing = await desk.millrace('infer', 'empty.json')
    assert.equal(nothing.status, 2)
    assert.match(nothing.stderr, /nothing to read/)
  })
})
