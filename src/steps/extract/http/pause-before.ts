import type { StepContext } from '../../step.ts'

/** Waits before something is tried again, each time about twice as long: between half of it and all, so that many who wait do not come at once. */
export async function pauseBefore(
  again: number,
  firstMs: number,
  { ports: { clock }, signal }: Pick<StepContext, 'ports' | 'signal'>,
): Promise<void> {
  await clock.sleep(firstMs * 2 ** (again - 1) * (0.5 + clock.random() / 2), signal)
}
