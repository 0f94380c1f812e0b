import { Option } from 'commander'

/** `--format`: the first one is the default. */
export function formatOption(...formats: readonly [string, ...string[]]): Option {
  return new Option('--format <format>', 'how to print it').choices(formats).default(formats[0])
}
