// Brings docs/tutorial.md up to date: runs its commands, then serves the demo of a fixed day, goes through the
// tutorial's pages in a real browser and keeps a picture of each.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
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
writeFileSync(tutorial, with_answers(readFileSync(tutorial, 'utf8'), program))
console.log('docs/tutorial.md')
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
try {
  for (const [name, path, size] of steps) {
    const page = await browser.newPage({ viewport: sizes[size], colorScheme: 'light' })
    await page.goto(demo.url + path, { waitUntil: 'networkidle' })
    await page.screenshot({ path: join(pictures, `${name}.png`) })
    await page.close()
    console.log(`docs/pictures/${name}.png`)
  }
} finally {
  await browser.close()
  await demo.close()
}
