import { Lab } from '/work/main/src/lab/lab.ts';
const lab = await Lab.start({hosts:{cisco_ios:2,linux:1,frr:1}});
for (const h of lab.hosts()) console.log(h.name,h.address,h.port,h.platform);
setTimeout(()=>{console.log(lab.counts);lab.stop()},60000);
