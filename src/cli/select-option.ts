import { Option } from 'commander'

/** `--select STEPS`, as often as wanted: together they are one selection. */
export function selectOption(): Option {
  return new Option(
    '--select <steps>',
    'run only these: ids, +id, id+, tag:T, kind:K, failed, a&b, !c; may be given several times',
  ).argParser((text: string, before: string | undefined) =>
    before === undefined ? text : `${before} ${text}`,
  )
}
