import { parquetSchema, type SchemaTree } from 'hyparquet'
import { fieldKind } from '../../../dataset/batch.ts'
import type { Column } from '../../../dataset/column.ts'
import { type Leaf, leafOf } from './leaf.ts'
import { jsonOf, type ToJson } from './nested-json.ts'
import { type ParquetFile, undamaged } from './parquet-file.ts'

/** A column of a Parquet file: of plain values, or nested ones, which become JSON. */
export interface ParquetColumn {
  readonly column: Column
  readonly path: SchemaTree[]
  /** One of `fieldKind`. */
  readonly kind: number
  readonly leaf?: Leaf
  readonly toJson?: ToJson
}

/** The columns as the schema says them. Throws a `Failure` (`parquet/damaged`). */
export function parquetColumns(file: ParquetFile): Promise<ParquetColumn[]> {
  return undamaged(file.label, () => {
    const root = parquetSchema(file.metadata)
    return root.children.map((tree) => columnOf(root, tree))
  })
}

function columnOf(root: SchemaTree, tree: SchemaTree): ParquetColumn {
  const { name, repetition_type: repetition } = tree.element
  const notNull = repetition === 'REQUIRED' ? { notNull: true } : {}
  const path = [root, tree]
  if (tree.children.length > 0 || repetition === 'REPEATED')
    return { column: { name, type: 'json', ...notNull }, path, kind: fieldKind.json, toJson: jsonOf(tree) }
  const leaf = leafOf(tree.element)
  return { column: { name, ...leaf.type, ...notNull }, path, kind: leaf.kind, leaf }
}
