import type { ComponentChildren } from 'preact'

interface FigureProps {
  /** What the number is of a range, as "at least", or what is counted. */
  before: string
  number: string
  children: ComponentChildren
}

/** A number of a row of them, and what it is. */
export const Figure = ({ before, number, children }: FigureProps) => (
  <div>
    <dt>{children}</dt>
    <dd>
      <small>{before}</small>
      {number}
    </dd>
  </div>
)
