import { beforeAll, afterAll, it, expect } from 'vitest';
import { randomBytes } from 'node:crypto';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { casePhotos, CASES, guardPhoto } from '../harness/fixture-photos.js';
import { startPackageHost } from '../harness/package-host.js';
import { openPackagePage, type PageScope } from '../harness/package-page.js';
import { metricsOf, summaryOf } from '../harness/answers.js';
import * as made from '../harness/made-photos.js';
it('probe', async () => {
  ensureBuilt();
  const host = await startPackageHost(); const browser = await launchChromium();
  const p = await openPackagePage(await browser.newContext(), host.origin);
  await p.createAnalyzer({ model: (process.env['MODEL'] ?? 'lite') as 'lite' });
  for (const c of CASES) { await p.give(await casePhotos(c)); const t=Date.now(); const o = await p.analyze({ front:'front', side:'side', back:'back'}, {details:true}); if (!o.value?.state) { console.log(c, JSON.stringify(o.value?.details?.photos.side?.evidence)); continue; } console.log(c, o.thrown ?? summaryOf(o.value), Date.now()-t);
   const o2 = await p.analyze({ front:'front', side:'side', back:'back'}); console.log('same', JSON.stringify(metricsOf(o.value!))===JSON.stringify(metricsOf(o2.value!)));
    const sw = await p.analyze({ front:'back', side:'side', back:'front'}); console.log('swapped', summaryOf(sw.value!));
    const fs = await p.analyze({ front:'front', side:'front', back:'back'}); console.log('front as side', summaryOf(fs.value!));
    const same = await p.analyze({ front:'front', side:'front', back:'front'}); console.log('3x front', summaryOf(same.value!));
    const s3 = await p.analyze({ front:'side', side:'side', back:'side'}); console.log('3x side', summaryOf(s3.value!));
    const b3 = await p.analyze({ front:'back', side:'back', back:'back'}); console.log('3x back', summaryOf(b3.value!));
  }
  const c = await casePhotos('f1-08');
  for (const g of ['left-apose','front-tpose','front-armsdown','oblique-60','rolled-15','head-off','feet-off','two-people','empty-room']) {
    await p.give({ g: await guardPhoto(g) });
    const r=[]; for (const v of ['front','side','back'] as const) { const o = await p.analyze({[v]:'g'},{views:[v],details:true}); r.push(summaryOf(o.value!).slice(0,60) + ' ' + o.value!.details!.photos[v]!.severalPeople + ' ' + o.value!.details!.photos[v]!.disagreement?.toFixed(3)); }
    console.log(g, r);
  }
  // exif
  await p.give({ front: c.front }); const ref = metricsOf((await p.analyze({front:'front'},{views:['front']})).value!);
  const show = async (name:string, bytes:Uint8Array) => { await p.give({ x: bytes }); const t=Date.now(); const o = await p.analyze({front:'x'},{views:['front'],details:true}); if (o.thrown) return console.log(name, o.thrown); const v=o.value; if (!v.state) return console.log(name, summaryOf(v), Date.now()-t); const m=metricsOf(v); console.log(name, Math.max(...Object.keys(ref).map(k=>Math.abs(m[k]!-ref[k]!))).toFixed(3), v.details!.photos.front!.width, v.details!.photos.front!.height, v.details!.photos.front!.disagreement?.toFixed(3), v.details!.photos.front!.severalPeople, Date.now()-t, JSON.stringify(m)); };
  for (const o of made.ORIENTATIONS) await show('exif '+o, await made.orientedJpeg(c.front, o));
  await show('png', await made.plainPng(c.front));
  await show('deep', await made.deepPng(c.front));
  await show('cmyk', await made.cmykJpeg(c.front));
  await show('anim', await made.animatedWebp(c.front));
  const t = await made.transparentPng(c.front, 60);
  await show('clear', t.clear); await show('white', t.white);
  await show('mirrored', await made.mirroredPng(c.front));
  await show('big jpeg', await made.flatPicture(12000,9000,'jpeg'));
  await show('big png', await made.flatPicture(12000,9000,'png'));
  await show('8000x7900 jpeg', await made.flatPicture(8000,7900,'jpeg'));
  await show('svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"></svg>'));
  await show('html with svg', Buffer.from('<!doctype html><html><body><svg width="24" height="24" viewBox="0 0 24 24"></svg></body></html>'));
  await show('html with big svg', Buffer.from('<!doctype html><html><body><svg width="240" height="240" viewBox="0 0 24 24"></svg></body></html>'));
  await show('sym two', await made.sideBySide(c.front, await made.mirroredPng(c.front)));
  const c2 = await casePhotos('m1-02');const c3 = await casePhotos('m2-01');
  await show('two m2 m1', await made.sideBySide(c.front, c2.front));
  await show('two m1 m2', await made.sideBySide(c2.front, c.front));
  await show('two m2 f1', await made.sideBySide(c.front, c3.front));
  await show('two f1 m2', await made.sideBySide(c3.front, c.front));
  await show('two m1 f1', await made.sideBySide(c2.front, c3.front));
  await show('two f1 m1', await made.sideBySide(c3.front, c2.front));
  await show('sym two m1', await made.sideBySide(c2.front, await made.mirroredPng(c2.front)));
  await show('sym two f1', await made.sideBySide(c3.front, await made.mirroredPng(c3.front)));
  await show('twice', await made.sideBySide(c.front, c.front));
  for (let i=0;i<6;i++) await show('random', randomBytes(50_000));
  await browser.close(); await host.stop();
});
