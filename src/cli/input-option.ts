import { InvalidArgumentError, Option } from 'commander'

/** `--input K=V`, as often as wanted. */
export function inputOption(): Option {
  return new Option('--input <name=value>', 'an input of the pipeline; may be given several times')
    .default({}, 'what the manifest says')
    .argParser(addInput)
}

function addInput(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write it as name=value.')
  const name = text.slice(0, at)
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`"${name}" was given before.`)
  return { ...before, [name]: text.slice(at + 1) }
}
