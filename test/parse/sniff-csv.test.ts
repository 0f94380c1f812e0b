import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sniffCsv } from '../../src/parse/csv/sniff-csv.ts'

interface Sample {
  readonly says: string
  readonly lines: readonly string[]
  readonly delimiter: string
  /** Lines above the header. Default: none. */
  readonly above?: number
  /** Default: there is one. */
  readonly header?: false
  /** What a person is told. Default: nothing, or the lines above. */
  readonly guesses?: readonly string[]
}

const unnamed = 'no header, so columns are named column1, column2, …'
const values = 'numbers or dates are taken for names of columns'
const many = (line: (n: number) => string) => Array.from({ length: 40 }, (_, n) => line(n + 1))

const delimiters: readonly Sample[] = [
  {
    says: 'names and addresses with a comma each, under a header with none',
    lines: ['Kunde;Anschrift', ...many((n) => `Name${n}, Vor${n};Str. ${n}, 1000${n} Ort`)],
    delimiter: ';',
  },
  {
    says: 'the same without a blank behind the comma',
    lines: ['Kunde;Anschrift', ...many((n) => `Name${n},Vor${n};Str. ${n},1000${n} Ort`)],
    delimiter: ';',
  },
  {
    says: 'the same under a title and above a total',
    lines: ['Export', 'Kunde;Anschrift', ...many((n) => `N${n}, V${n};S ${n}, Ort`), 'Summe, gesamt'],
    delimiter: ';',
    above: 1,
  },
  {
    says: 'the same under a title with a comma',
    lines: ['Export, 12:00', 'Kunde;Anschrift', ...many((n) => `N${n}, V${n};S ${n}, Ort`)],
    delimiter: ';',
    above: 1,
  },
  { says: 'commas in the header too', lines: ['Name, Vorname;Ort', 'Maier, Max;Rom'], delimiter: ';' },
  {
    says: 'a quoted header, and commas below it',
    lines: ['"Name, Vorname";"Ort"', ...many((n) => `Maier${n},Max;Berlin`)],
    delimiter: ';',
  },
  { says: 'decimal commas in every column', lines: ['lat;lon', '48,1;11,5', '48,2;11,6'], delimiter: ';' },
  {
    says: 'three columns of decimal commas',
    lines: ['Soll;Haben;Saldo', ...many((n) => `0,1${n % 9};1,5;0,10`)],
    delimiter: ';',
  },
  {
    says: 'decimal commas without a header',
    lines: ['48,1;11,5', '48,2;11,6'],
    delimiter: ';',
    header: false,
    guesses: [unnamed],
  },
  {
    says: 'a column of decimal commas, and rows that are too short',
    lines: ['Konto;Betrag;Notiz', '1;2,50', '2;3,50;x', '3;4,50;y', '4;5,50'],
    delimiter: ';',
  },
  { says: 'one column of decimal commas', lines: ['Betrag', '2,50', '13', '3,75'], delimiter: ';' },
  {
    says: 'a bank with a comma above a decimal comma',
    lines: ['Musterbank AG, Berlin', 'Datum;Betrag', '01.02.2026;2,50', '02.02.2026;3,75'],
    delimiter: ';',
    above: 1,
  },
  { says: 'sentences', lines: ['name;note', 'A;hello, world, x', 'B;a,b,c', 'C;1,2,3'], delimiter: ';' },
  { says: 'lists of semicolons', lines: ['name,when', ...many((n) => `A,1${n};20;30`)], delimiter: ',' },
  { says: 'lists of bars', lines: ['id,name,tags', ...many((n) => `${n},Ana,a|b`)], delimiter: ',' },
  {
    says: 'lists of bars under a title',
    lines: ['Report', 'id,name,tags', ...many((n) => `${n},Ana,a|b`)],
    delimiter: ',',
    above: 1,
  },
  {
    says: 'pairs of semicolons, with a row too short',
    lines: ['note,pair', 'Köln', ...many((n) => `Ana,${n};2`)],
    delimiter: ',',
  },
  { says: 'coordinates behind a tab', lines: ['name\tat', 'A\t1,2,3', 'B\t4,5,6'], delimiter: '\t' },
  { says: 'names behind a bar', lines: ['id|who', '1|Maier, Max', '2|Kurz, Cy'], delimiter: '|' },
  { says: 'blanks behind its commas', lines: ['id, name', '1, Ana', '2, Bo'], delimiter: ',' },
  { says: 'quoted semicolons', lines: ['a,b', '"x;y","z;w"', '"p;q","r;s"'], delimiter: ',' },
  { says: 'one column', lines: ['name', 'Ana', 'Bo'], delimiter: ',' },
]

const headers: readonly Sample[] = [
  { says: 'years above counts', lines: ['Region,2024,2025', 'Nord,5,6', 'Süd,7,8'], delimiter: ',' },
  { says: 'one year', lines: ['Region;2025', 'Nord;5', 'Süd;7'], delimiter: ';' },
  { says: 'years alone', lines: ['2024,2025', '5,6', '7,8'], delimiter: ',' },
  { says: 'election years', lines: ['Partei,2013,2017,2021', 'A,12.5,11,', 'B,,3.2,4'], delimiter: ',' },
  {
    says: 'days',
    lines: ['Country,Lat,Long,1/22/20,1/23/20', 'Peru,-9.19,-75.01,0,2', 'Chad,15.4,18.7,0,0'],
    delimiter: ',',
  },
  { says: 'months', lines: ['Konto;01.2026;02.2026', 'Miete;500,5;510', 'Strom;80;'], delimiter: ';' },
  {
    says: 'a count',
    lines: ['Stadt,Land,1,2,3', 'Berlin,DE,5,6,7', 'Rom,IT,7,8,9'],
    delimiter: ',',
  },
  { says: 'a count from zero, over an index', lines: [',0,1,2', '0,7,8,7', '1,4,4,4'], delimiter: ',' },
  {
    says: 'years below a title',
    lines: ['Data Source,Indicators,', 'Country,Code,1960,1961,', 'Peru,PER,5,6,', 'Chad,TCD,5,,'],
    delimiter: ',',
    above: 1,
    guesses: ['1 line before the header skipped', values],
  },
].map((sample) => ({ guesses: [values], ...sample }))

const headless: readonly Sample[] = [
  { says: 'numbers', lines: ['1,2,3', '4,5,6'], delimiter: ',' },
  { says: 'names and what counts on', lines: ['Ana,1,2,3', 'Bo,4,5,6', 'Cy,7,8,9'], delimiter: ',' },
  { says: 'the same count each', lines: ['Ana,1,2,3', 'Bo,1,2,3'], delimiter: ',' },
  { says: 'years below years', lines: ['Ana,1984,2010', 'Bo,1990,2024', 'Cy,1950,1999'], delimiter: ',' },
  { says: 'days below days', lines: ['Ana,2026-01-02', 'Bo,2026-01-03'], delimiter: ',' },
  { says: 'a day above what is none known', lines: ['Ana,2026-01-02', 'Bo,n/a'], delimiter: ',' },
  { says: 'a number beside names', lines: ['Nord,5', 'Süd,7'], delimiter: ',' },
  { says: 'years alone and nothing below', lines: ['Region,2024,2025'], delimiter: ',' },
  { says: 'quarters of years', lines: ['2026,Q1', '2027,Q2'], delimiter: ',' },
  { says: 'one year twice', lines: ['A,2024,2024', 'B,5,6'], delimiter: ',' },
  { says: 'truth values', lines: ['Ana,true', 'Bo,false'], delimiter: ',' },
].map((sample) => ({ header: false, guesses: [unnamed], ...sample }))

function sniffed(lines: readonly string[], dialect = {}) {
  const bytes = Buffer.from(`${lines.join('\n')}\n`)
  return sniffCsv({ bytes, whole: true }, { ragged: 'reject', ...dialect })
}

for (const [what, samples] of Object.entries({ delimiters, headers, headless })) {
  describe(`of ${what}`, () => {
    for (const { says, lines, delimiter, above = 0, header = true, guesses } of samples) {
      test(`a CSV with ${says} is read as a person reads it`, () => {
        const found = sniffed(lines)
        assert.deepEqual(
          [found.marks.delimiter, found.skipLines, found.headerRows === 1],
          [delimiter, above, header],
        )
        assert.deepEqual(found.guesses, guesses ?? (above > 0 ? ['1 line before the header skipped'] : []))
      })
    }
  })
}

test('what the author says is no guess', () => {
  assert.deepEqual(sniffed(['Region,2024', 'Nord,5'], { header: true }).guesses, [])
  assert.deepEqual(sniffed(['1,2', '3,4'], { header: false }).guesses, [])
  assert.deepEqual(sniffed(['Export', 'a,b', 'c,d'], { skipLines: 1 }).guesses, [])
  assert.deepEqual(sniffed(['sep=;', 'a;b', 'c;d']).guesses, [])
})
