import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { Bug } from '../../diagnostic/failure.ts'

/**
 * Keeps the list of groups that are at work; when its input ends because this process is gone, however it went, it
 * ends them: SIGTERM, and SIGKILL two seconds later.
 */
const script = `
groups=
while read -r word group; do
  if [ "$word" = begin ]; then groups="$groups $group"; continue; fi
  rest=
  for one in $groups; do [ "$one" = "$group" ] || rest="$rest $one"; done
  groups=$rest
done
[ -z "$groups" ] && exit
for one in $groups; do kill -s TERM -- "-$one"; done
sleep 2
for one in $groups; do kill -s KILL -- "-$one"; done
`

/** Tells the warden its group before it becomes the command: a parent that dies in between is noticed too. */
const announce = 'echo "begin $$" >&3; exec 3>&-; exec "$0" "$@"'

/**
 * Sees to it that no script outlives this process, not even when it is killed outright. One small shell in a session
 * of its own, started with the first group; it neither holds this process up nor is reached by its signals.
 */
export class GroupWarden {
  #input: Socket | undefined

  /** The command that announces itself and then becomes `file`; `input` goes to it as its fourth file. */
  watched(file: string, args: readonly string[]): { file: string; args: readonly string[]; input: Socket } {
    this.#input ??= start()
    return { file: 'sh', args: ['-c', announce, file, ...args], input: this.#input }
  }

  /** The group is gone. */
  end(group: number): void {
    this.#input?.write(`end ${group}\n`)
  }
}

function start(): Socket {
  const child = spawn('sh', ['-c', script], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  child.unref()
  if (!(child.stdin instanceof Socket)) throw new Bug('the input of a child process is no socket')
  return child.stdin.unref()
}
