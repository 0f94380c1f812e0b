async function* hidden(batches) {
  yield* batches
}
