const clocks = [
  '(?:get_)?current_(?:date|time|datetime|timestamp|localtime|localtimestamp)',
  'local(?:time|timestamp)',
  '(?:clock|statement|transaction)_timestamp',
  'timeofday',
  'utc_(?:date|time|timestamp)',
  'cur(?:date|time)',
  'sys(?:utc)?date(?:time(?:offset)?)?',
  'get(?:utc)?date',
  'now',
  'today',
]

const chances = [
  'rand(?:om\\w*)?',
  'gen_random_\\w+',
  'generate_uuid',
  'uuid\\w*',
  'newid',
  'sys_guid',
  'nextval',
  'tablesample',
]

/** What is a column's name as well, or no clock when it is given a time. */
const calls = [
  '\\b(?:date|time|datetime|julianday|unixepoch|unix_timestamp)\\s*\\(\\s*\\)',
  "\\bstrftime\\s*\\(\\s*'[^']*'\\s*\\)",
  '\\bage\\s*\\(',
  '\\busing\\s+sample\\b',
  "'\\s*(?:yesterday|tomorrow)\\b",
]

const pattern = new RegExp([`\\b(?:${[...clocks, ...chances].join('|')})\\b`, ...calls].join('|'), 'iu')

/** Whether SQL of any database has a word that may be the clock's or one of chance. */
export function namesTheClock(sql: string): boolean {
  return pattern.test(sql)
}
