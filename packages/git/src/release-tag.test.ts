import { describe, expect, it } from 'vitest'
import { parseReleaseTag } from './release-tag.ts'

describe('parseReleaseTag', () => {
  it.each([
    ['v1.2.3', '', '1.2.3', false],
    ['1.2.3', '', '1.2.3', false],
    ['V2.0', '', '2.0', false],
    ['v5', '', '5', false],
    ['pkg@1.2.3', 'pkg', '1.2.3', false],
    ['@scope/pkg@1.2.3', '@scope/pkg', '1.2.3', false],
    ['@scope/pkg@1.2.3-beta.1', '@scope/pkg', '1.2.3-beta.1', true],
    ['pkg/v1.2.3', 'pkg', '1.2.3', false],
    ['path/to/mod/v1.2.3', 'path/to/mod', '1.2.3', false],
    ['sdk/storage/azblob/v1.0.0-beta.2', 'sdk/storage/azblob', '1.0.0-beta.2', true],
    ['pkg-v1.2.3', 'pkg', '1.2.3', false],
    ['pkg-1.2.3', 'pkg', '1.2.3', false],
    ['my-2nd-pkg-1.2.3', 'my-2nd-pkg', '1.2.3', false],
    ['release-1.2', 'release', '1.2', false],
    ['release/1.2.3', 'release', '1.2.3', false],
    ['release-1.2.3-rc1', 'release', '1.2.3-rc1', true],
    ['REL_17_2', 'REL', '17_2', false],
    ['REL_17_BETA1', 'REL', '17_BETA1', true],
    ['jdk-21+35', 'jdk', '21+35', false],
    ['jdk-21.0.1+12', 'jdk', '21.0.1+12', false],
    ['rust-1.2', 'rust', '1.2', false],
    ['go1.22.1', 'go', '1.22.1', false],
    ['v24.1', '', '24.1', false],
    ['v1.2.3+build.5', '', '1.2.3+build.5', false],
    ['v1.0.0-rc.1', '', '1.0.0-rc.1', true],
    ['v1.0.0-alpha', '', '1.0.0-alpha', true],
    ['v1.0b1', '', '1.0b1', true],
    ['1.0rc2', '', '1.0rc2', true],
    ['1.0.0.dev3', '', '1.0.0.dev3', true],
    ['v2.0.0-nightly.20260101', '', '2.0.0-nightly.20260101', true],
    ['v2.0.0-canary.5', '', '2.0.0-canary.5', true],
    ['v2.0.0-next.5', '', '2.0.0-next.5', true],
    ['v2.0.0-pre', '', '2.0.0-pre', true],
    ['6.0.0.M1', '', '6.0.0.M1', true],
    ['6.0.0-M1', '', '6.0.0-M1', true],
    ['6.0.0.RELEASE', '', '6.0.0.RELEASE', false],
    ['5.3.0.Final', '', '5.3.0.Final', false],
    ['v1.0.0-SNAPSHOT', '', '1.0.0-SNAPSHOT', true],
    ['v2.39.5.windows.1', '', '2.39.5.windows.1', false],
    ['7.0-rc1', '', '7.0-rc1', true],
    ['jq-1.7', 'jq', '1.7', false],
    ['redis-7.0', 'redis', '7.0', false],
    ['next-auth@4.1.0', 'next-auth', '4.1.0', false],
    ['@scope/preview@4.1.0', '@scope/preview', '4.1.0', false],
    ['curl-8_5_0', 'curl', '8_5_0', false],
    ['OpenSSL_1_1_1w', 'OpenSSL', '1_1_1w', false],
    ['v16.0.0-ee', '', '16.0.0-ee', false],
    ['nightly-1.2.3', 'nightly', '1.2.3', true],
  ])('reads %s', (name, service, version, isPrerelease) => {
    expect(parseReleaseTag(name)).toEqual({ service, version, isPrerelease, scheme: 'semantic' })
  })

  it.each([
    ['2024.01.15', '', '2024.01.15'],
    ['2024-01-15', '', '2024-01-15'],
    ['v2024.01.15', '', '2024.01.15'],
    ['20240115', '', '20240115'],
    ['2024.01.15.2', '', '2024.01.15.2'],
    ['api-2024-01-15', 'api', '2024-01-15'],
    ['production-20240115', 'production', '20240115'],
    ['production-20240115-103000', 'production', '20240115-103000'],
    ['deploy-2024-01-15T10', 'deploy', '2024-01-15T10'],
  ])('reads the date in %s', (name, service, version) => {
    expect(parseReleaseTag(name)).toEqual({ service, version, isPrerelease: false, scheme: 'calendar' })
  })

  it.each([
    ['build-1234', 'build'],
    ['release-42', 'release'],
    ['deploy/1700000000', 'deploy'],
    ['api-deploy-7', 'api-deploy'],
  ])('reads the counter in %s', (name, service) => {
    expect(parseReleaseTag(name)).toMatchObject({ service, isPrerelease: false, scheme: 'sequence' })
  })

  it.each([
    'latest',
    'before-rewrite',
    'fix-123',
    'issue-42',
    'wip',
    'with-deprecated-diskstore',
    'vm-playpen',
    '',
    'v',
    '1',
    'pr-1234',
  ])('sees no release in "%s"', (name) => {
    expect(parseReleaseTag(name)).toBeUndefined()
  })

  it('does not look at names of a length that no release has', () => {
    expect(parseReleaseTag(`v${'1.'.repeat(5_000)}1`)).toBeUndefined()
  })
})
