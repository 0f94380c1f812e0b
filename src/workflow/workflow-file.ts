/** A file that `millrace workflow` writes. */
export interface WorkflowFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** Where workflows live, and how the name of a generated one begins. */
export const workflowPrefix = '.github/workflows/millrace-'
