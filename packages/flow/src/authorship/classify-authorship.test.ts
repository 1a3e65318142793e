import type { AuthorshipSigns, Identity } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { classifyAuthorship } from './classify-authorship.ts'

const jane: Identity = { name: 'Jane Doe', email: 'jane@example.org' }
const forge: Identity = { name: 'GitHub', email: 'noreply@github.com' }

function signs(partial: Partial<AuthorshipSigns>): AuthorshipSigns {
  return {
    authors: [jane],
    committers: [forge],
    trailers: [],
    footers: [],
    title: 'Close the gate',
    labels: [],
    ...partial,
  }
}

function by(name: string, email: string): AuthorshipSigns {
  return signs({ authors: [{ name, email }] })
}

function withTrailer(key: string, value: string): AuthorshipSigns {
  return signs({ trailers: [{ key, value }] })
}

describe('classifyAuthorship', () => {
  it('finds nothing on a change by a person', () => {
    expect(classifyAuthorship(signs({}))).toEqual({ authorClass: 'unmarked', marks: [] })
  })

  it.each([
    ['Claude Code', 'claude[bot]', '209825114+claude[bot]@users.noreply.github.com'],
    ['Claude Code', 'Claude', 'noreply@anthropic.com'],
    ['Copilot', 'copilot-swe-agent[bot]', '198982749+Copilot@users.noreply.github.com'],
    ['Copilot', 'Copilot', '198982749+Copilot@users.noreply.github.com'],
    ['Copilot', 'Copilot', '175728472+Copilot@users.noreply.github.com'],
    ['Copilot', 'Copilot', 'copilot@github.com'],
    ['Codex', 'GPT 5.x', 'codex@openai.com'],
    [
      'Codex',
      'chatgpt-codex-connector[bot]',
      '199175422+chatgpt-codex-connector[bot]@users.noreply.github.com',
    ],
    ['Cursor', 'Cursor Agent', 'cursoragent@cursor.com'],
    ['Cursor', 'cursor[bot]', '206951365+cursor[bot]@users.noreply.github.com'],
    ['Aider', 'Jane Doe (aider)', 'jane@example.org'],
    ['Devin', 'Devin AI', '158243242+devin-ai-integration[bot]@users.noreply.github.com'],
    ['Jules', 'google-labs-jules[bot]', '161369871+google-labs-jules[bot]@users.noreply.github.com'],
    ['OpenHands', 'openhands', 'openhands@all-hands.dev'],
    ['Lovable', 'gpt-engineer-app[bot]', '159125892+gpt-engineer-app[bot]@users.noreply.github.com'],
  ])('knows %s as the author by the structure of its identity (%s, %s)', (tool, name, email) => {
    expect(classifyAuthorship(by(name, email))).toEqual({
      authorClass: 'ai-authored',
      marks: [{ tool, place: 'author' }],
    })
  })

  it.each([
    ['Claude Code', 'Co-Authored-By', 'Claude Opus 4.1 <noreply@anthropic.com>'],
    ['Claude Code', 'Claude-Session', 'https://claude.ai/code/session_01AbC'],
    ['Codex', 'Co-authored-by', 'Codex <noreply@openai.com>'],
    ['Copilot', 'Co-authored-by', 'Copilot <175728472+Copilot@users.noreply.github.com>'],
    ['Aider', 'Co-authored-by', 'aider (gpt-4o) <noreply@aider.chat>'],
    ['OpenCode', 'co-authored-by', 'opencode <noreply@opencode.ai>'],
    ['Replit', 'Replit-Commit-Author', 'Agent'],
    ['Claude Code', 'Assisted-by', 'Claude:claude-opus-4 coccinelle'],
    ['Copilot', 'Generated-by', 'GitHub Copilot'],
    ['ChatGPT', 'Generated-by', 'ChatGPT 5'],
  ])('knows %s as a co-author by the trailer %s: %s', (tool, key, value) => {
    expect(classifyAuthorship(withTrailer(key, value))).toEqual({
      authorClass: 'ai-co-authored',
      marks: [{ tool, place: 'trailer' }],
    })
  })

  it.each([
    ['Claude Code', '🤖 Generated with [Claude Code](https://claude.com/claude-code)'],
    ['Claude Code', '🤖 Generated with [Claude Code](https://claude.ai/code)'],
    ['Devin', 'Generated with [Devin](https://cli.devin.ai/docs)'],
    ['Codex', 'https://chatgpt.com/codex/tasks/task_e_68'],
    ['Cursor', 'Generated with Cursor'],
  ])('knows %s as a co-author by its footer', (tool, footer) => {
    expect(classifyAuthorship(signs({ footers: [footer] }))).toEqual({
      authorClass: 'ai-co-authored',
      marks: [{ tool, place: 'footer' }],
    })
  })

  it.each([
    ['a branch', { branch: 'copilot/fix-gate' }, { tool: 'Copilot', place: 'branch' }],
    ['a branch with a number', { branch: 'devin/1735689600-gate' }, { tool: 'Devin', place: 'branch' }],
    ['a title', { title: '[codex] Close the gate' }, { tool: 'Codex', place: 'title' }],
    ['a label', { labels: ['Codex'] }, { tool: 'Codex', place: 'label' }],
  ])('takes %s for a hint only', (_, partial, mark) => {
    expect(classifyAuthorship(signs(partial))).toEqual({ authorClass: 'ai-hinted', marks: [mark] })
  })

  it('goes by the strongest mark and keeps the others once', () => {
    const all = signs({
      authors: [jane, { name: 'Copilot', email: '198982749+Copilot@users.noreply.github.com' }],
      trailers: [
        { key: 'Co-authored-by', value: 'Codex <noreply@openai.com>' },
        { key: 'Co-authored-by', value: 'Codex GPT-5 <codex@openai.com>' },
      ],
      branch: 'copilot/fix-gate',
    })

    expect(classifyAuthorship(all)).toEqual({
      authorClass: 'ai-authored',
      marks: [
        { tool: 'Copilot', place: 'author' },
        { tool: 'Codex', place: 'trailer' },
        { tool: 'Copilot', place: 'branch' },
      ],
    })
  })

  it.each([
    ['dependabot[bot]', '49699333+dependabot[bot]@users.noreply.github.com'],
    ['renovate[bot]', '29139614+renovate[bot]@users.noreply.github.com'],
    ['Renovate Bot', 'bot@renovateapp.com'],
    ['renovate-bot', 'renovate@example.org'],
    ['GitHub Actions', '41898282+github-actions[bot]@users.noreply.github.com'],
    ['github-actions', 'action@github.com'],
    ['pre-commit-ci[bot]', '66853113+pre-commit-ci[bot]@users.noreply.github.com'],
    ['semantic-release-bot', 'semantic-release-bot@martynus.net'],
    ['snyk-bot', 'snyk-bot@snyk.io'],
    ['Hosted Weblate', 'hosted@weblate.org'],
    ['Crowdin Bot', 'support+bot@crowdin.com'],
    ['somebody new[bot]', '1+somebody-new[bot]@users.noreply.github.com'],
    ['deploy', 'project_42_bot_ab12@noreply.gitlab.com'],
  ])('puts %s into the class of bots', (name, email) => {
    expect(classifyAuthorship(by(name, email)).authorClass).toBe('bot')
  })

  it('keeps a change for the person who wrote it when a bot only touched it up', () => {
    const touchedUp = signs({
      authors: [
        jane,
        { name: 'pre-commit-ci[bot]', email: '66853113+pre-commit-ci[bot]@users.noreply.github.com' },
      ],
    })

    expect(classifyAuthorship(touchedUp).authorClass).toBe('unmarked')
  })

  it.each([
    'coderabbitai[bot]',
    'gemini-code-assist[bot]',
    'sourcery-ai[bot]',
    'copilot-pull-request-reviewer[bot]',
  ])('takes the review bot %s for a bot, and its accepted suggestions for no mark', (name) => {
    const email = `1+${name}@users.noreply.github.com`

    expect(classifyAuthorship(by(name, email)).authorClass).toBe('bot')
    expect(classifyAuthorship(withTrailer('Co-authored-by', `${name} <${email}>`)).authorClass).toBe(
      'unmarked',
    )
  })

  it.each([
    'Claude',
    'Claude Monet',
    'Devin',
    'Jules',
    'Cody',
    'cursor',
    'amp',
    'Continue',
    'Copilot',
    'Codex',
  ])('does not take the bare name %s for a tool', (name) => {
    const person = `${name} <someone@example.org>`

    expect(classifyAuthorship(by(name, 'someone@example.org')).authorClass).toBe('unmarked')
    expect(classifyAuthorship(withTrailer('Co-authored-by', person)).authorClass).toBe('unmarked')
    expect(classifyAuthorship(withTrailer('Assisted-by', person)).authorClass).toBe('unmarked')
  })

  it.each(['Claude', 'Devin', 'Jules', 'Cody', 'Copilotta', 'codexample'])(
    'does not take the first name %s behind "Assisted-by" for a tool',
    (name) => {
      expect(classifyAuthorship(withTrailer('Assisted-by', name)).authorClass).toBe('unmarked')
    },
  )

  it.each([
    'jane@users.noreply.github.com',
    '12345+jane@users.noreply.github.com',
    'copilot@users.noreply.github.com',
    'claude@users.noreply.github.com',
  ])('does not take a hidden address such as %s for a mark', (email) => {
    expect(classifyAuthorship(by('Jane Doe', email)).authorClass).toBe('unmarked')
  })

  it('does not take a dependency update that names a tool for a mark', () => {
    const update = signs({
      authors: [{ name: 'dependabot[bot]', email: '49699333+dependabot[bot]@users.noreply.github.com' }],
      title: 'Bump openai/codex/action from 1 to 2',
      branch: 'dependabot/npm_and_yarn/codex/action-2',
      trailers: [{ key: 'Co-authored-by', value: 'Codex <noreply@openai.com>' }],
    })

    expect(classifyAuthorship(update)).toEqual({
      authorClass: 'bot',
      marks: [{ tool: 'dependabot', place: 'author' }],
    })
  })

  it('does not take a branch of a person called Devin for a hint', () => {
    expect(classifyAuthorship(signs({ branch: 'devin/close-the-gate' })).authorClass).toBe('unmarked')
  })

  it("does not take the shadow repository of Gemini's command line for a mark", () => {
    expect(classifyAuthorship(by('Gemini CLI', 'gemini-cli@google.com')).authorClass).toBe('unmarked')
  })

  it('does not take a person whose name ends like a bot for one', () => {
    expect(classifyAuthorship(by('Claire Abbot', 'claire.abbot@example.org')).authorClass).toBe('unmarked')
  })

  it('gives the same answer however often it is asked', () => {
    const claude = by('Claude', 'noreply@anthropic.com')
    const namesake = by('Claude', 'claude@example.org')

    const first = [claude, namesake].map(classifyAuthorship)

    expect([claude, namesake].map(classifyAuthorship)).toEqual(first)
    expect(first.map(({ authorClass }) => authorClass)).toEqual(['ai-authored', 'unmarked'])
  })
})
