// Brings docs/tutorial.md up to date: runs its commands, then serves the demo of a fixed day, goes through the
// tutorial's pages in a real browser and keeps a picture of each. Then walks a coordinator's journey in an empty
// installation, as its test does, and keeps the pictures of docs/coordinator.md. "pictures" leaves the commands out.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRequire } from 'node:module'
import { serve_demo } from './demo_server.mjs'
import { with_answers } from './tutorial_answers.mjs'

const root = new URL('..', import.meta.url).pathname
const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core')
const program = process.argv[2] ?? join(root, 'build/chiron')
const pictures = join(root, 'docs/pictures')
mkdirSync(pictures, { recursive: true })
const tutorial = join(root, 'docs/tutorial.md')
if (process.argv[3] !== 'pictures') {
  writeFileSync(tutorial, with_answers(readFileSync(tutorial, 'utf8'), program))
  console.log('docs/tutorial.md')
}
process.env.CHIRON_BIN = program
const { empty_office, walk } = await import('../tests/browser/journey.mjs')
const demo = await serve_demo(program)

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
})
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }
const steps = [
  ['home', '/', 'desktop'],
  ['audit', '/audit', 'desktop'],
  ['audit-phone', '/audit', 'phone'],
  ['eligibility', '/eligibility', 'desktop'],
  ['matches', '/matches', 'desktop'],
  ['ahead', '/ahead', 'desktop'],
  ['accreditor', '/accreditor', 'desktop'],
]
/** The pages of docs/coordinator.md, by what the journey calls them. */
const journey = {
  join: 'first-join',
  preview: 'first-import',
  audit: 'first-audit',
  'new program': 'first-charter',
  program: 'first-program',
  mails: 'first-mails',
  'matching room': 'first-match',
  published: 'first-published',
  'my people': 'first-learner',
}
const largest = 150_000
async function keep(page, name) {
  const path = join(pictures, `${name}.png`)
  await page.evaluate(() => scrollTo(0, 0))
  await page.screenshot({ path })
  if (statSync(path).size > largest) throw new Error(`${path} is larger than ${largest} bytes: show less of the page`)
  console.log(`docs/pictures/${name}.png`)
}
const office = await empty_office()
try {
  const seen = async (page, where) => {
    if (journey[where]) await keep(page, journey[where])
  }
  const look = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }
  await (await walk({ browser, office, slug: 'north', look, seen })).close()
  for (const [name, path, size] of steps) {
    const page = await browser.newPage({ viewport: sizes[size], colorScheme: 'light' })
    await page.goto(demo.url + path, { waitUntil: 'networkidle' })
    await keep(page, name)
    await page.close()
  }
} finally {
  await browser.close()
  await office.close()
  await demo.close()
}
