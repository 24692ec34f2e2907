import { type Asked, decideAll, type Question } from './decide.ts'

/** Runs in threads of its own (`deciding.ts`). */
export default ({ questions, asked }: { questions: Question[]; asked: Asked }) => decideAll(questions, asked)
