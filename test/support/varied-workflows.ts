import { generatedWorkflows } from './generated-workflows.ts'

const manifests = {
  'pipelines/everything.yml': `name: "Everything: \${{ odd }} 'name' #1"
on:
  schedule:
    - { cron: '30 6 * * 1-5', timezone: Europe/Berlin, catch-up: all, with: { day: 2026-01-05 } }
    - { cron: '*/15 * * * *', with: { day: 2026-01-05 } }
inputs:
  region: { type: choice, options: [eu, us], default: eu, description: "Which \${{ shops }}" }
  limit: { type: integer, default: 10 }
  day: { type: date, required: true }
  full: { type: boolean, default: false }
connections: { warehouse: "\${{ secrets.WAREHOUSE_URL }}" }
steps:
  orders: { extract: { csv: "https://example.com/\${{ vars.ORDERS_FILE }}" } }
  routes: { extract: { csv: data/routes.csv } }
  joined: { needs: [orders, routes], transform: { sql: select * from orders } }
  heavy: { needs: [joined], run: ./heavy.sh, runs-on: windows-latest }
  publish: { load: { from: joined, into: warehouse, table: daily } }
  open: { load: { from: joined, file: data/daily.csv, commit: true } }
  tell: { needs: [heavy, publish], if: "\${{ failure() }}", run: ./tell.sh }
`,
  'pipelines/bare.yml': 'name: Bare\nsteps: { a: { run: "true" } }\non-failure: { issue: false }\n',
}

/** Generated workflows of every kind, by their file's name: what the linters are asked about. */
export function variedWorkflows(): ReadonlyMap<string, string> {
  return new Map(Object.entries(manifests).flatMap(([file, text]) => [...generatedWorkflows(file, text)]))
}
