import { gzipSync, zstdCompressSync } from 'node:zlib'

/** A file as they come, and what must become of it: its rows, each under `id,name,amount`, or a refusal. */
export interface Pollution {
  readonly name: string
  readonly bytes: Buffer
  /** Keys of the manifest beside `csv`. */
  readonly keys?: Readonly<Record<string, unknown>>
  /** The rows, where they are not those of `table`. */
  readonly rows?: readonly (readonly (string | null)[])[]
  /** The names of the columns, where they are others. */
  readonly columns?: readonly string[]
  readonly rejected?: number
  /** What the log must say. */
  readonly says?: RegExp
  /** What it is refused with; then nothing is read. */
  readonly refused?: RegExp
}

const columns = ['id', 'name', 'amount']
export const table = [
  ['1', 'Ana', '1.50'],
  ['2', 'Zoë', '2.25'],
  ['3', 'Bo', '3.00'],
] as const
const ascii = table.map(([id, name, amount]) => [id, name.replace('ë', 'e'), amount])

interface Writing {
  readonly rows?: readonly (readonly string[])[]
  readonly delimiter?: string
  readonly end?: string
  readonly quote?: string
  readonly header?: boolean
}

/** The table as text. */
function written({
  rows = table,
  delimiter = ',',
  end = '\n',
  quote = '',
  header = true,
}: Writing = {}): string {
  const lines = header ? [columns, ...rows] : rows
  return lines.map((row) => row.map((field) => quote + field + quote).join(delimiter) + end).join('')
}

const clean = written()
const text = (value: string): Buffer => Buffer.from(value)
const utf16be = (value: string): Buffer => Buffer.from(value, 'utf16le').swap16()
const above = 'My Bank AG\nAccount: 12345\n\n'

export const pollutions: readonly Pollution[] = [
  { name: 'clean', bytes: text(clean), says: /comma, header in the first row/ },
  { name: 'a byte-order mark', bytes: text(`\uFEFF${clean}`) },
  { name: 'utf-16le with a mark', bytes: Buffer.from(`\uFEFF${clean}`, 'utf16le'), says: /utf-16le/ },
  { name: 'utf-16be with a mark', bytes: utf16be(`\uFEFF${clean}`), says: /utf-16be/ },
  { name: 'utf-16le without a mark', bytes: Buffer.from(clean, 'utf16le'), says: /utf-16le/ },
  {
    name: 'utf-16le without a mark, in Cyrillic',
    bytes: Buffer.from('id;имя\n1;Анна Каренина\n2;Пьер\n', 'utf16le'),
    columns: ['id', 'имя'],
    rows: [
      ['1', 'Анна Каренина'],
      ['2', 'Пьер'],
    ],
    says: /utf-16le/,
  },
  { name: 'windows-1252', bytes: Buffer.from(clean, 'latin1'), says: /windows-1252 \(a guess/ },
  { name: 'latin1, declared', bytes: Buffer.from(clean, 'latin1'), keys: { encoding: 'latin1' } },
  {
    name: 'neither utf-8 nor windows-1252',
    bytes: Buffer.from('id,name\n1,\x81\xff\n', 'latin1'),
    refused: /no UTF-8, and no windows-1252 either/,
  },
  {
    name: 'one row that is no utf-8',
    bytes: Buffer.concat([text(clean), Buffer.from('4,\xe9,1.00\n', 'latin1')]),
    rejected: 1,
  },
  {
    name: 'latin1 declared as utf-8, in the header',
    bytes: Buffer.from('id,n\xe4me\n1,a\n', 'latin1'),
    keys: { encoding: 'utf-8' },
    refused: /it is no UTF-8; say its `encoding`/,
  },
  { name: 'carriage returns only', bytes: text(written({ end: '\r' })) },
  { name: 'carriage returns and line feeds', bytes: text(written({ end: '\r\n' })) },
  { name: 'all line breaks at once', bytes: text('id,name,amount\r\n1,Ana,1.50\r2,Zoë,2.25\n3,Bo,3.00') },
  { name: 'no line break at the end', bytes: text(clean.trimEnd()) },
  { name: 'blank lines', bytes: text(`\n\n${clean.replaceAll('\n', '\n\n')}\n\n\n`) },
  { name: 'semicolons', bytes: text(written({ delimiter: ';' })), says: /semicolon/ },
  { name: 'tabs', bytes: text(written({ delimiter: '\t' })), says: /tab/ },
  { name: 'bars', bytes: text(written({ delimiter: '|' })), says: /vertical bar/ },
  {
    name: 'semicolons and decimal commas',
    bytes: text(clean.replaceAll(',', ';').replaceAll('.', ',')),
    rows: table.map(([id, name, amount]) => [id, name, amount.replace('.', ',')]),
  },
  {
    name: 'two characters for a delimiter',
    bytes: text(written({ delimiter: '||' })),
    keys: { delimiter: '||' },
  },
  { name: 'a delimiter past ASCII', bytes: text(written({ delimiter: '§' })), keys: { delimiter: '§' } },
  { name: 'quotes around everything', bytes: text(written({ quote: '"' })) },
  { name: 'single quotes', bytes: text(written({ quote: "'" })), says: /quoted with '/ },
  { name: 'typographic quotes', bytes: text(written({ quote: '“' })), keys: { quote: '“' } },
  {
    name: 'a line break inside quotes',
    bytes: text(clean.replace('Ana', '"A\r\nna"')),
    rows: [['1', 'A\r\nna', '1.50'], ...table.slice(1)],
  },
  {
    name: 'doubled quotes',
    bytes: text(clean.replace('Ana', '"A ""n"", a"')),
    rows: [['1', 'A "n", a', '1.50'], ...table.slice(1)],
  },
  {
    name: 'escaped quotes',
    bytes: text(clean.replace('Ana', '"A \\"n\\" \\\\ \\a"')),
    keys: { escape: '\\' },
    rows: [['1', 'A "n" \\ \\a', '1.50'], ...table.slice(1)],
  },
  { name: 'a quote inside a field', bytes: text(`${clean}4,5" pipe,1.00\n`), rejected: 1 },
  {
    name: 'a quote inside a field, kept',
    bytes: text(`${clean}4,5" pipe,1.00\n`),
    keys: { 'stray-quotes': 'keep' },
    rows: [...table, ['4', '5" pipe', '1.00']],
  },
  {
    name: 'a quote that is never closed',
    bytes: text(clean.replace('Ana', '"Ana')),
    rows: table.slice(1),
    rejected: 1,
  },
  {
    name: 'text behind a quote',
    bytes: text(clean.replace('Ana', '"An"a')),
    rows: table.slice(1),
    rejected: 1,
  },
  { name: 'rows too short and too long', bytes: text(`${clean}4,a\n5,b,1.00,x\n`), rejected: 2 },
  {
    name: 'rows too short, padded',
    bytes: text(`${clean}4,a\n5,b,1.00,x\n`),
    keys: { ragged: 'pad' },
    rows: [...table, ['4', 'a', null]],
    rejected: 1,
  },
  {
    name: 'rows too short, refused',
    bytes: text(`${clean}4,a\n`),
    keys: { ragged: 'fail' },
    refused: /line 5 has 2 fields instead of 3 \(byte 48\)/,
  },
  {
    name: 'a delimiter at the end of rows',
    bytes: text(clean.replaceAll('\n', ',\n')),
    columns: [...columns, 'column4'],
    rows: table.map((row) => [...row, null]),
    says: /column 4 has no name, so it is called column4/,
  },
  { name: 'a preamble', bytes: text(above + clean), says: /3 lines before the header skipped/ },
  {
    name: 'a preamble above semicolons',
    bytes: text(above + written({ delimiter: ';' })),
    says: /semicolon, 3 lines before the header skipped/,
  },
  {
    name: 'a preamble padded with delimiters',
    bytes: text(`Sales,,\nof May,,\n${clean}`),
    says: /2 lines before the header skipped/,
  },
  { name: 'a preamble, declared', bytes: text(`x,y,z\n${clean}`), keys: { 'skip-lines': 1 } },
  {
    name: 'a line that tells the delimiter',
    bytes: text(`sep=;\r\n${written({ delimiter: ';', end: '\r\n' })}`),
    says: /1 line before the header skipped/,
  },
  {
    name: 'two rows of header',
    bytes: text(`id,name,amount\n,first,EUR\n${written({ header: false })}`),
    keys: { header: 2 },
    columns: ['id', 'name first', 'amount EUR'],
  },
  {
    name: 'no header',
    bytes: text(written({ header: false })),
    columns: ['column1', 'column2', 'column3'],
    says: /no header/,
  },
  {
    name: 'comments',
    bytes: text(`# made by hand, "today"\n${clean.replace('2,', '#2,x"\n2,')}`),
    keys: { comment: '#' },
  },
  {
    name: 'tokens for null',
    bytes: text(clean.replace('Ana', 'NA').replace('Bo', '"NA"').replace('Zoë', '""')),
    keys: { null: ['NA', ''] },
    rows: [
      ['1', null, '1.50'],
      ['2', '', '2.25'],
      ['3', 'NA', '3.00'],
    ],
  },
  { name: 'a footer', bytes: text(`${clean}Total: 3\n`), rejected: 1 },
  { name: 'two tables, one below the other', bytes: text(`${clean}\ncity,zip\nRome,00100\n`), rejected: 2 },
  {
    name: 'a NUL in a row',
    bytes: text(`${clean}4,a\0b,1.00\n`),
    rows: [...table, ['4', 'a\0b', '1.00']],
  },
  {
    name: 'NULs in the header',
    bytes: text(`id,na\0me\n1,x\n`),
    keys: { encoding: 'utf-8' },
    refused: /it holds NUL bytes; is it UTF-16/,
  },
  {
    name: 'a field of ten megabytes',
    bytes: text(`${clean}4,${'x'.repeat(10_000_000)},1.00\n`),
    rows: [...table, ['4', 'x'.repeat(10_000_000), '1.00']],
  },
  {
    name: 'two columns of one name',
    bytes: text('id,name,id\n1,a,2\n'),
    refused: /columns 1, 3 are all named "id"/,
  },
  {
    name: 'columns without names',
    bytes: text('id,,,\n1,a,2,3\n'),
    keys: { 'skip-lines': 0 },
    refused: /3 of its 4 columns have no name/,
  },
  {
    name: 'a name that is no name',
    bytes: text(`id,${'n'.repeat(5_000)}\n1,a\n`),
    refused: /the name of column 2 has 5000 characters/,
  },
  {
    name: 'more columns than there may be',
    bytes: text(`${Array.from({ length: 2_001 }, (_, at) => `c${at}`).join(',')}\n`),
    refused: /2001 columns; a dataset holds at most 2000/,
  },
  { name: 'gzip', bytes: gzipSync(clean) },
  {
    name: 'gzip in parts',
    bytes: Buffer.concat([gzipSync(clean.slice(0, 20)), gzipSync(clean.slice(20).replace('ë', 'e'))]),
    rows: ascii,
  },
  {
    name: 'zstd in parts',
    bytes: Buffer.concat([
      zstdCompressSync(clean.slice(0, 20)),
      zstdCompressSync(clean.slice(20).replace('ë', 'e')),
    ]),
    rows: ascii,
  },
]
