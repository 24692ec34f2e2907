/** Says how far the loading of the data set has come. */
export const progress =
  (say: (line: string) => void) =>
  (done: number, total: number): void =>
    say(`Loading the data set: ${done} of ${total} agreements`)
