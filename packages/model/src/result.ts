/** An expected outcome that may be a failure. Bugs are thrown, never returned. */
export type Result<TValue, TFailure> =
  | { readonly ok: true; readonly value: TValue }
  | { readonly ok: false; readonly failure: TFailure }

export function ok<TValue>(value: TValue): { readonly ok: true; readonly value: TValue } {
  return { ok: true, value }
}

export function failed<TFailure>(failure: TFailure): { readonly ok: false; readonly failure: TFailure } {
  return { ok: false, failure }
}
