import type { Worker } from 'node:worker_threads'
import { SluiceError, type DeliveryEvent } from '@sluice/model'
import { ledgerError } from '../errors.ts'
import type { RebuildOptions } from '../ledger.ts'
import { keptEvent } from '../derive/kept-event.ts'
import type { FromWorker, RequestKind, Requests, ToWorker, WireError } from './protocol.ts'

/** What a request may need while it runs. */
export interface RequestOptions extends RebuildOptions {
  /** Handed over instead of copied. */
  readonly transfer?: readonly ArrayBuffer[]
}

/**
 * Asks the worker and waits for its answers. The worker keeps the process alive only while something is asked of
 * it, so a program that forgets to close the ledger ends all the same.
 */
export class LedgerClient {
  readonly #worker: Worker
  readonly #path: string
  readonly #waiting = new Map<number, WaitingRequest>()
  #nextId = 1
  #isClosed = false

  constructor(worker: Worker, path: string) {
    this.#worker = worker
    this.#path = path
    worker.unref()
    worker.on('message', (message: FromWorker) => this.#receive(message))
    worker.on('error', (error) => this.#fail(error))
    worker.on('exit', () => this.#fail(undefined))
  }

  ask<TKind extends RequestKind>(
    kind: TKind,
    details: Requests[TKind]['details'],
    options: RequestOptions = {},
  ): Promise<Requests[TKind]['answer']> {
    if (this.#isClosed) return Promise.reject(ledgerError('LEDGER_CLOSED', {}))
    if (options.signal?.aborted === true) return Promise.reject(ledgerError('LEDGER_CANCELLED', {}))
    const id = this.#nextId
    this.#nextId += 1
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers each kind of request with the answer of that kind
    return new Promise<unknown>((resolve, reject) => {
      const cancel = (): void => this.#post({ kind: 'cancel', id })
      options.signal?.addEventListener('abort', cancel)
      this.#waiting.set(id, {
        options,
        settle: (outcome) => {
          options.signal?.removeEventListener('abort', cancel)
          this.#waiting.delete(id)
          if (this.#waiting.size === 0) this.#worker.unref()
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.answer)
        },
      })
      this.#worker.ref()
      this.#worker.postMessage({ id, kind, details }, options.transfer ?? [])
    }) as Promise<Requests[TKind]['answer']>
  }

  /** Closes the file and ends the thread. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    try {
      await this.ask('close', {})
    } finally {
      this.#isClosed = true
      await this.#worker.terminate()
    }
  }

  /** Ends the thread of a ledger that could not be opened. */
  async abandon(): Promise<void> {
    this.#isClosed = true
    await this.#worker.terminate()
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message, [])
  }

  #receive(message: FromWorker): void {
    const request = this.#waiting.get(message.id)
    if (request === undefined) return
    switch (message.kind) {
      case 'done':
        request.settle({ answer: message.answer })
        return
      case 'failed':
        request.settle({ error: errorOf(message.error) })
        return
      case 'progress':
        request.options.onProgress?.({ done: message.done, total: message.total })
        return
      case 'refine':
        this.#post({
          kind: 'refined',
          id: message.id,
          events: refined(message.events, request.options.refine),
        })
    }
  }

  #fail(cause: unknown): void {
    this.#isClosed = true
    const reason = cause instanceof Error ? cause.message : 'its thread ended'
    for (const request of this.#waiting.values()) {
      request.settle({ error: ledgerError('LEDGER_FAILED', { path: this.#path, reason }, cause) })
    }
  }
}

interface WaitingRequest {
  readonly options: RequestOptions
  readonly settle: (outcome: { readonly answer: unknown } | { readonly error: Error }) => void
}

function errorOf({ code, kind, message, hint }: WireError): SluiceError {
  return new SluiceError(code, { kind, message: () => message, hint }, undefined)
}

function refined(
  payloads: readonly string[],
  refine: ((event: DeliveryEvent) => DeliveryEvent) | undefined,
): readonly string[] {
  return refine === undefined
    ? payloads
    : payloads.map((payload) => JSON.stringify(refine(keptEvent(payload))))
}
