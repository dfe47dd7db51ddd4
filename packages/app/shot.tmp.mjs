import { chromium } from '@playwright/test';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
const p = await (await b.newContext({ viewport: { width: 1400, height: 1000 } })).newPage();
p.on('pageerror', e => console.log('PAGEERROR', e.message.slice(0,300)));
p.on('console', m => { if (m.type()==='error') console.log('ERR', m.text().slice(0,200)); });
await p.goto('http://localhost:7999/'); await p.getByRole('button', { name: 'Sign in as reviewer' }).waitFor(); await p.screenshot({ path: '/tmp/fake/signin.png' });
await p.getByRole('button', { name: 'Sign in as reviewer' }).click();
await p.waitForURL('**/terraform/overview'); await p.waitForTimeout(2500);
const only = process.argv.slice(2);
for (const [n, u] of [['overview','/terraform/overview'],['runs','/terraform/runs'],['run','/terraform/runs/r-42'],['failed','/terraform/runs/r-41'],['applied','/terraform/runs/r-40'],['approvals','/terraform/approvals'],['workspaces','/terraform/workspaces'],['workspace','/terraform/workspaces/ws-1'],['modules','/terraform/modules'],['module','/terraform/modules/sandbox'],['resources','/terraform/resources']]) {
  if (only.length && !only.includes(n)) continue;
  await p.goto('http://localhost:7999'+u); await p.waitForTimeout(2200); await p.screenshot({ path: `/tmp/fake/${n}.png`, fullPage: true });
}
if (!only.length || only.includes('dialogs')) { await p.goto('http://localhost:7999/terraform/workspaces/ws-1'); await p.getByRole('button',{name:'Change variables'}).click(); await p.waitForTimeout(1200); await p.screenshot({ path: '/tmp/fake/variables.png' }); await p.keyboard.press('Escape'); await p.getByRole('button',{name:'New run'}).click(); await p.waitForTimeout(800); await p.screenshot({ path: '/tmp/fake/newrun.png' }); }
await b.close();
