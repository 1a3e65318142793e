/**
 * What kind of party acted. `ai-reviewer`: a program that reviews, such as CodeRabbit; it never starts a review
 * clock. `bot`: every other program, such as one that updates dependencies.
 */
export const actorKinds = ['person', 'bot', 'ai-reviewer'] as const
export type ActorKind = (typeof actorKinds)[number]

/** Who did something. The name serves to tell parties apart; nothing in sluice ranks people. */
export interface Actor {
  readonly name: string
  readonly kind: ActorKind
}
