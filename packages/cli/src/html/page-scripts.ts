/**
 * The two scripts of a report, as text: they run in the browser as they stand, without a build, and the
 * Content-Security-Policy carries the hash of exactly this text. Everything that matters works without them;
 * they add the rows behind the numbers, the reading of trends week by week, and the choice of theme.
 */

/** Runs before the first paint, so that a chosen theme does not flash. */
export const themeScript = `(() => {
  const root = document.documentElement
  root.dataset.script = 'on'
  try {
    const chosen = localStorage.getItem('sluice-theme')
    if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen
  } catch {}
})()`

/** Runs at the end of the body. The shape of its data is that of \`reportData\`. */
export const pageScript = String.raw`(() => {
  'use strict'
  const root = document.documentElement
  const find = (id) => document.getElementById(id)
  const data = JSON.parse(find('report-data').textContent)

  // Theme
  const themeButton = find('theme')
  const systemDark = matchMedia('(prefers-color-scheme: dark)')
  const isDark = () => (root.dataset.theme ?? (systemDark.matches ? 'dark' : 'light')) === 'dark'
  const nameTheme = () => { themeButton.textContent = isDark() ? 'Light theme' : 'Dark theme' }
  themeButton.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    try { localStorage.setItem('sluice-theme', root.dataset.theme) } catch {}
    nameTheme()
  })
  systemDark.addEventListener('change', nameTheme)
  nameTheme()

  // Trends: pointer and arrow keys move through the weeks; the words are those of the table view.
  for (const trend of document.querySelectorAll('.trend')) {
    const range = trend.querySelector('.weeks')
    if (!range) continue
    const rows = [...trend.parentElement.querySelectorAll('details.view tbody tr')]
    const cursor = trend.querySelector('line.cursor')
    const output = trend.querySelector('output')
    const read = (index) => {
      const cells = [...rows[index].cells].map((cell) => cell.textContent)
      const text = cells[0] + ': ' + cells.slice(1).filter(Boolean).join(', ')
      const x = rows.length > 1 ? (index / (rows.length - 1)) * 100 + '%' : '50%'
      cursor.setAttribute('x1', x)
      cursor.setAttribute('x2', x)
      output.textContent = text
      range.setAttribute('aria-valuetext', text)
      trend.classList.add('reading')
    }
    const stop = () => { if (document.activeElement !== range) trend.classList.remove('reading') }
    range.hidden = false
    range.addEventListener('input', () => read(Number(range.value)))
    range.addEventListener('focus', () => { if (range.matches(':focus-visible')) read(Number(range.value)) })
    range.addEventListener('blur', () => trend.classList.remove('reading'))
    range.addEventListener('pointermove', (event) => {
      const box = range.getBoundingClientRect()
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
      range.value = String(Math.round(share * (rows.length - 1)))
      read(Number(range.value))
    })
    range.addEventListener('pointerleave', stop)
  }

  // The rows behind a number
  const dialog = find('rows')
  const search = find('rows-search')
  const status = find('rows-status')
  const head = find('rows-head')
  const body = find('rows-body')
  const moreButton = find('rows-more')
  const pageSize = 100
  let view = null
  let opener = null

  const units = [[172800, 86400, 'd'], [3600, 3600, 'h'], [60, 60, 'min'], [0, 1, 's']]
  const duration = (seconds) => {
    const size = Math.abs(seconds)
    const [, length, name] = seconds === 0 ? units[2] : units.find(([from]) => size >= from)
    const number = seconds / length
    const text = number.toFixed(length <= 60 || Math.abs(number) >= 100 ? 0 : 1)
    return (Number(text) === 0 ? '0' : text.replace(/\.0$/, '')) + ' ' + name
  }
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  const date = (seconds) => {
    const at = new Date(seconds * 1000)
    return at.getUTCDate() + ' ' + months[at.getUTCMonth()] + ' ' + at.getUTCFullYear()
  }
  const count = (value) => value.toLocaleString('en-US')
  const linkTo = (template, key, value) => {
    if (!template) return undefined
    const address = template.replace('{' + key + '}', encodeURIComponent(value))
    return /^https?:\/\//.test(address) ? address : undefined
  }

  let merged = 0
  const changes = data.changes.map(([title, sha, number, author, step, lead, release, before = 0, spans = 0, problem = 0], index) => ({
    title, sha, number, author, merged: merged = index === 0 ? step : merged - step, lead: lead < 0 ? undefined : lead, problem,
    release: release < 0 ? undefined : data.deployments[release]?.[0] ?? '(an older release)', releaseIndex: release,
    released: release < 0 || lead < 0 ? undefined : merged + lead - before,
    isMarked: data.authors[author].startsWith('AI-'), isBot: author === data.bot,
    spans: spans === 0 ? { 'release-wait': lead }
      : Object.fromEntries(Array.from({ length: spans.length / 2 }, (_, at) => [data.stages[spans[2 * at]], spans[2 * at + 1]])),
  }))
  const deployments = data.deployments.map(([name, service, finished, carried, flags, failures]) => ({
    name, service, serviceName: data.services[service], finished, carried, failures,
    isFailed: failures.length > 0, isRework: Boolean(flags & 1), isBaseline: Boolean(flags & 2), isLowerBound: Boolean(flags & 4),
  }))

  const nameOfChange = (row) => row.number ? '#' + row.number : row.sha
  const linkOfChange = (row) => row.number ? linkTo(data.links.pullRequest, 'number', row.number) : linkTo(data.links.commit, 'sha', row.sha)
  const evidence = (row) => row.failures.map(([rung, repair]) => data.rungs[rung] + (repair ? ', repaired by ' + repair : ', not repaired yet')).join('; ')

  const changeColumns = (stage) => [
    { title: 'Change', text: (row) => row.title, sort: (row) => row.title.toLowerCase(), link: linkOfChange, isText: true },
    { title: 'Id', text: nameOfChange, sort: (row) => row.number || row.sha, link: linkOfChange },
    { title: 'Mark', text: (row) => data.authors[row.author], sort: (row) => row.author },
    { title: 'Merged', text: (row) => date(row.merged), sort: (row) => row.merged },
    ...(stage ? [{ title: 'In ' + data.stageLabels[stage].toLowerCase(), text: (row) => duration(row.spans[stage]), sort: (row) => row.spans[stage], isNumber: true }] : []),
    { title: 'Lead time', text: (row) => row.lead === undefined ? 'not known' : row.released === undefined ? 'over ' + duration(row.lead) : duration(row.lead), sort: (row) => row.lead ?? -1, isNumber: true },
    { title: 'Released in', text: (row) => row.problem || (row.release ?? 'not yet'), sort: (row) => row.released ?? Infinity, link: (row) => row.released === undefined ? undefined : linkTo(data.links.tag, 'tag', row.release) },
  ]
  const deploymentColumns = [
    { title: 'Release', text: (row) => row.name, sort: (row) => row.name, link: (row) => linkTo(data.links.tag, 'tag', row.name), isText: true },
    { title: 'Service', text: (row) => row.serviceName, sort: (row) => row.serviceName },
    { title: 'Date', text: (row) => date(row.finished) + (row.isLowerBound ? ' or later' : ''), sort: (row) => row.finished },
    { title: 'Changes', text: (row) => row.isBaseline ? 'first known' : count(row.carried), sort: (row) => row.carried, isNumber: true },
    { title: 'Failed', text: (row) => row.isFailed ? evidence(row) : 'no sign of it', sort: (row) => row.failures.length, isText: true },
    { title: 'Rework', text: (row) => row.isRework ? 'repairs an earlier one' : 'no', sort: (row) => Number(row.isRework) },
  ]
  const kinds = {
    all: (row) => !row.isBot,
    everything: () => true,
    shipped: (row) => !row.isBot && row.released !== undefined,
    open: (row) => !row.isBot && row.released === undefined && !row.problem,
    marked: (row) => row.isMarked,
    unmarked: (row) => !row.isMarked && !row.isBot,
    bots: (row) => row.isBot,
  }
  const viewOf = (query) => {
    const [table, kind, detail] = query.split(':')
    if (table === 'deployments') {
      const keep = { failed: (row) => row.isFailed, rework: (row) => row.isRework, service: (row) => row.service === Number(detail) }[kind] ?? (() => true)
      return { rows: deployments.filter(keep), columns: deploymentColumns, sort: 2, isDown: true, noun: 'deployments', total: data.totals.deployments, held: deployments.length }
    }
    const keep = kind === 'stage' ? (row) => !row.isBot && row.spans[detail] !== undefined
      : kind === 'deployment' ? (row) => row.releaseIndex === Number(detail)
      : kinds[kind]
    return { rows: changes.filter(keep), columns: changeColumns(kind === 'stage' ? detail : undefined), sort: 3, isDown: kind !== 'open', noun: 'changes', total: data.totals.changes, held: changes.length }
  }

  const draw = () => {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean)
    const matching = view.rows.filter((row) => {
      if (words.length === 0) return true
      const text = view.columns.map((column) => column.text(row)).join(' ').toLowerCase()
      return words.every((word) => text.includes(word))
    })
    const by = view.columns[view.sort].sort
    const direction = view.isDown ? -1 : 1
    matching.sort((left, right) => {
      const a = by(left), b = by(right)
      return a === b ? 0 : (a < b ? -1 : 1) * direction
    })
    const shown = matching.slice(0, view.limit)
    body.replaceChildren(...shown.map((row) => {
      const line = document.createElement('tr')
      for (const column of view.columns) {
        const cell = line.insertCell()
        cell.className = column.isNumber ? 'num' : column.isText ? 'text' : ''
        const address = column.link?.(row)
        const content = document.createElement(address ? 'a' : 'bdi')
        if (address) {
          content.href = address
          content.rel = 'noreferrer noopener'
          content.target = '_blank'
          content.dir = 'auto'
        }
        content.textContent = column.text(row)
        cell.append(content)
      }
      return line
    }))
    const cut = view.total > view.held ? '; this page holds the newest ' + count(view.held) + ' of ' + count(view.total) + ' ' + view.noun : ''
    status.textContent = 'Showing ' + count(shown.length) + ' of ' + count(matching.length) + ' ' + view.noun + cut
    moreButton.hidden = shown.length === matching.length
    for (const [index, header] of [...head.cells].entries()) {
      if (index === view.sort) header.setAttribute('aria-sort', view.isDown ? 'descending' : 'ascending')
      else header.removeAttribute('aria-sort')
    }
  }
  const drawHead = () => {
    head.replaceChildren(...view.columns.map((column, index) => {
      const header = document.createElement('th')
      header.scope = 'col'
      if (column.isNumber) header.className = 'num'
      const button = document.createElement('button')
      button.type = 'button'
      button.textContent = column.title
      button.addEventListener('click', () => {
        view.isDown = view.sort === index ? !view.isDown : false
        view.sort = index
        draw()
      })
      header.append(button)
      return header
    }))
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button')
    if (!button) return
    if (button.hasAttribute('popovertarget') && !button.closest('[popover]')) opener = button
    if (button.dataset.rows === undefined) return
    if (!button.closest('[popover]')) opener = button
    view = { ...viewOf(button.dataset.rows), limit: pageSize }
    find('rows-title').textContent = button.dataset.title
    search.value = ''
    drawHead()
    draw()
    dialog.showModal()
    search.focus()
  })
  search.addEventListener('input', () => { view.limit = pageSize; draw() })
  moreButton.addEventListener('click', () => {
    const first = view.limit
    view.limit += pageSize
    draw()
    body.rows[first]?.querySelector('a')?.focus()
  })
  find('rows-close').addEventListener('click', () => dialog.close())
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close() })
  dialog.addEventListener('close', () => opener?.focus())
})()`
