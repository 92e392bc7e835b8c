import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from './demo/cli/engine-page.js';
const P='/work/shared/photos';
const files=[...readdirSync(P).filter(f=>/\.(jpg|png)$/.test(f)), ...['derived','exif','formats'].flatMap(d=>readdirSync(join(P,d)).map(f=>d+'/'+f))];
const e=await openEngine();
const out:any={};
for (const f of files){
  const b=readFileSync(join(P,f));
  out[f]={};
  for (const v of ['front','side','back'] as const){
    const t=Date.now();
    try { const r:any=await e.analyze({[v]:b} as any,{details:true});
      delete r.forigimg; delete r.sorigimg; delete r.borigimg;
      out[f][v]={s:r.status_code,m:r.message,fail:r.details?.photos?.[v]?.failure,ev:r.details?.photos?.[v]?.evidence,metrics:Object.fromEntries(Object.entries(r).filter(([k])=>k.endsWith('_m_'))),ms:Date.now()-t,w:r.details?.photos?.[v]?.width,h:r.details?.photos?.[v]?.height, several:r.details?.photos?.[v]?.severalPeople, dis:r.details?.photos?.[v]?.disagreement}
    } catch(err:any){ out[f][v]={s:'THROW',m:err.message} }
  }
  const o=out[f]; console.log(f.padEnd(45), ['front','side','back'].map(v=>`${o[v].s}${o[v].fail?'('+o[v].fail+')':''} ${o[v].ms}ms`).join(' | '));
}
writeFileSync('/tmp/probe.json',JSON.stringify(out,null,1));
await e.close();
