import { describe, expect, it } from 'vitest'
import { identifyTest, suiteIdentity } from './test-identity.ts'

describe('identifyTest', () => {
  const suite = { path: 'order', file: undefined }

  it('is the same on every machine for a test that is told by its path', () => {
    const onRunner = identifyTest({
      suite,
      className: '/srv/runner/shop/test/a.test.ts',
      name: 'n',
      root: '/srv/runner/shop/',
    })
    const onWindows = identifyTest({
      suite,
      className: 'C:\\shop\\test\\a.test.ts',
      name: 'n',
      root: 'C:\\shop',
    })

    expect(onRunner).toEqual({
      test: 'order\u0000test/a.test.ts\u0000n',
      suite: 'order',
      name: 'n',
      file: 'test/a.test.ts',
    })
    expect(onWindows).toEqual(onRunner)
  })

  it('takes the class for the file where it reads as one', () => {
    expect(identifyTest({ suite, className: 'src/a.test.ts', name: 'n' }).file).toBe('src/a.test.ts')
    expect(identifyTest({ suite, className: 'shop.OrderTest', name: 'n' }).file).toBeUndefined()
    expect(identifyTest({ suite, className: 'opens main.js', name: 'n' }).file).toBeUndefined()
  })

  it('names a test by its file where it has no class', () => {
    expect(identifyTest({ suite, file: 'a_test.py', name: 'n' }).test).toBe('order\u0000a_test.py\u0000n')
  })
})

describe('suiteIdentity', () => {
  it('keeps routes that look like paths, and joins what is nested', () => {
    expect(suiteIdentity([{ name: '/api/orders' }, { name: '' }, { name: 'GET' }], undefined).path).toBe(
      '/api/orders > GET',
    )
  })

  it('cuts absolute paths of files outside of the root to their last part', () => {
    expect(suiteIdentity([{ name: '/tmp/x8f2/phpunit.xml' }, { name: 'unit' }], '/srv/ci').path).toBe(
      'phpunit.xml > unit',
    )
  })
})
