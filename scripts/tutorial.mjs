// Serves the demo of a fixed day, goes through the tutorial's pages in a real browser and keeps a picture of each.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRequire } from 'node:module'

const root = new URL('..', import.meta.url).pathname
const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core')
const program = process.argv[2] ?? join(root, 'build/chiron')
const port = 18431
const data = mkdtempSync(join(tmpdir(), 'chiron-tutorial-'))
const pictures = join(root, 'docs/pictures')
mkdirSync(pictures, { recursive: true })

const server = spawn(program, ['demo', '--data', data, '--port', String(port), '--today', '2026-11-22'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
await new Promise((resolve, reject) => {
  server.stdout.on('data', (words) => String(words).includes('Ready') && resolve())
  server.on('exit', (code) => reject(new Error(`the demo ended with ${code}`)))
})

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
]
try {
  for (const [name, path, size] of steps) {
    const page = await browser.newPage({ viewport: sizes[size], colorScheme: 'light' })
    await page.goto(`http://localhost:${port}${path}`, { waitUntil: 'networkidle' })
    await page.screenshot({ path: join(pictures, `${name}.png`) })
    await page.close()
    console.log(`docs/pictures/${name}.png`)
  }
} finally {
  await browser.close()
  server.kill('SIGTERM')
  await new Promise((resolve) => server.on('exit', resolve))
  rmSync(data, { recursive: true, force: true })
}
