import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The licence texts of every package whose code is in a bundle: its modules' paths are the list. */
export async function licenses(modules: readonly string[]): Promise<string> {
  const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== undefined))
  const notices = await Promise.all([...folders].map(notice))
  return [...new Set(notices)].toSorted().join('\n')
}

function packageFolder(module: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(module.replace(/^\0/, ''))?.[0]
}

async function notice(folder: string): Promise<string> {
  const about: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const { name, version, license } = about as Record<string, unknown>
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
  const texts = await Promise.all(files.toSorted().map((file) => readFile(join(folder, file), 'utf8')))
  const text = texts.map((each) => each.replaceAll('\r\n', '\n').trim()).join('\n\n')
  return `${'='.repeat(80)}\n${String(name)} ${String(version)}: ${String(license)}\n\n${text}\n`
}
