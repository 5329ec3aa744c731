namespace Pathmind.Displays;

/// <summary>The script of a replay: it finds its element by the id, builds the player in it, and shows what the data
/// says: at first the middle of the episode, since its beginning is often empty. It needs no library and no network,
/// starts nothing by itself, and leaves the page's other keys alone.</summary>
internal static class ReplayScript
{
    /// <summary>Shows one frame: its picture or the rows around it, and the card beside it.</summary>
    const string Showing = """
        function draw(){
          if(!frames.length)return rows();
          const now=frames[k]||[];
          if(now.length)stage.setAttribute('viewBox',d.shapes[now[0]]);
          for(let i=1;i<Math.max(now.length,drawn.length);i++){
            if(now[i]===drawn[i])continue;
            const old=layer.childNodes[i-1];
            if(now[i]===undefined){layer.childNodes[now.length-1>0?now.length-1:0].remove();continue}
            const holder=document.createElementNS(NS,'g');holder.innerHTML=d.shapes[now[i]];
            const fresh=holder.firstChild;if(old)layer.replaceChild(fresh,old);else layer.append(fresh);
          }
          drawn=now;
        }
        function rows(){
          const from=Math.max(0,Math.min(k-5,e.steps-10)),to=Math.min(e.steps,from+10),body=stage.tBodies[0];
          body.replaceChildren();
          for(let r=from;r<to;r++){
            const row=el('tr',{},[el('td',{},[String(r+1)])]);
            tableColumns.forEach(i=>row.append(el('td',{},[cells.values[i][r]])));
            if(r===k-1){row.setAttribute('aria-current','step');row.className='now'}
            body.append(row);
          }
        }
        function card(){
          const at=k-1,whose=agent,rewards=[],metrics=[],seen=[],acts=[];let s=0;
          d.columns.forEach((c,i)=>{
            const sum=c[2]===1?s++:-1;
            const value=at<0?'–':cells.values[i][at];
            if(c[2]===0&&(c[1]===whose||whose<0))acts.push([whose<0?'agent '+c[1]+(c[0]==='action'?'':' · '+c[0]):c[0],value]);
            if(c[1]!==whose)return;
            if(c[2]===1)rewards.push([c[0],value,at<0?'0':cells.sums[sum][at]]);
            if(c[2]===2)metrics.push([c[0],value]);
            if(c[2]===3)seen.push([c[0],value]);
          });
          fill(actionTable,acts,null);fill(rewardTable,rewards,['reward','this step','so far']);fill(metricTable,metrics,['metric','']);
          seenBox.hidden=!seen.length;if(seenBox.open)fill(seenTable,seen,null);
        }
        function fill(table,list,head){
          table.replaceChildren();table.hidden=!list.length;
          if(head&&list.length)table.append(el('thead',{},[el('tr',{},head.map(h=>el('th',{scope:'col'},[h])))]));
          table.append(el('tbody',{},list.map((line,r)=>el('tr',head&&head.length>2&&r===0&&list.length>1?{class:'sum'}:{},line.map((text,i)=>i?el('td',{},[text]):el('th',{scope:'row'},[text]))))));
        }
        function show(step){
          k=Math.max(0,Math.min(e.steps,step));
          draw();card();
          const isEnd=k===e.steps,where=k===0?'before the first of '+e.steps+' steps':'step '+k+' of '+e.steps+(isEnd?' · '+e.ending:'');
          status.textContent=where;slider.value=k;slider.setAttribute('aria-valuetext',where);
          cursor.setAttribute('x1',1000*k/Math.max(1,e.steps));cursor.setAttribute('x2',1000*k/Math.max(1,e.steps));
          first.disabled=back.disabled=k===0;forward.disabled=isEnd;
        }
        """;

    /// <summary>Plays, and listens to buttons, keys and the slider.</summary>
    const string Playing = """
        function tick(time){
          if(!playing)return;
          if(!root.isConnected)return pause();
          const due=Math.floor((time-since)*speed/1000);
          if(due>0){since+=due*1000/speed;show(k+due)}
          if(k>=e.steps)pause();else requestAnimationFrame(tick);
        }
        function pause(){playing=false;play.replaceChildren(icon('play'));play.setAttribute('aria-label','Play');status.setAttribute('aria-live','polite')}
        function toggle(){
          if(playing)return pause();
          if(k>=e.steps||isPoster)show(0);
          isPoster=false;playing=true;since=performance.now();
          play.replaceChildren(icon('pause'));play.setAttribute('aria-label','Pause');status.setAttribute('aria-live','off');
          requestAnimationFrame(tick);
        }
        function step(by){pause();isPoster=false;show(k+by)}
        function choose(index){
          pause();e=d.episodes[index];cells={values:e.values.map(split),sums:e.sums.map(split)};
          frames=decode(e.frames);drawn=[];if(frames.length)layer.replaceChildren();
          slider.max=e.steps;trend.setAttribute('points',e.trend);
          if(!touched){speed=[2,5,10,20,50,100].find(s=>e.steps/s<=15)||100;pace.value=speed}
          show(isPoster?Math.round(e.steps/2):0);
        }
        function split(text){let last='';return text?text.split('|').map(t=>last=t||last):[]}
        function decode(list){
          let now=[];
          return list.map((f,i)=>{
            if(i===0)now=f;
            else if(f[0]===-1)now=[...now.slice(0,f[1]),...f.slice(3),...now.slice(now.length-f[2])];
            else if(f.length){now=now.slice();for(let j=0;j<f.length;j+=2)now[f[j]]=f[j+1]}
            return now;
          });
        }
        root.addEventListener('keydown',event=>{
          if(event.ctrlKey||event.metaKey||event.altKey||event.target.tagName==='SELECT')return;
          const act={ArrowLeft:()=>step(-1),ArrowRight:()=>step(1),Home:()=>step(-k),End:()=>step(e.steps),' ':toggle}[event.key];
          if(!act||event.key===' '&&(event.target.tagName==='BUTTON'||event.target.tagName==='SUMMARY'))return;
          event.preventDefault();event.stopPropagation();act();
        });
        """;

    /// <summary>The player's parts and their style: the page's own text colour, so that light and dark
    /// follow.</summary>
    const string Building = """
        const NS='http://www.w3.org/2000/svg';
        const PATHS={play:'M7 4v16l13-8z',pause:'M6 4h4v16H6zM14 4h4v16h-4z',first:'M5 4h3v16H5zM20 4v16L9 12z',back:'M17 4v16L5 12z',forward:'M7 4v16l12-8z'};
        function icon(name){const s=make('svg',{viewBox:'0 0 24 24',fill:'currentColor','aria-hidden':'true'});s.append(make('path',{d:PATHS[name]}));return s}
        function el(name,attributes,children){
          const node=document.createElement(name);
          for(const key in attributes)node.setAttribute(key,attributes[key]);
          (children||[]).forEach(child=>node.append(child));
          return node;
        }
        function make(name,attributes){const node=document.createElementNS(NS,name);for(const key in attributes)node.setAttribute(key,attributes[key]);return node}
        function button(name,label,act){const b=el('button',{type:'button','aria-label':label,title:label});b.append(icon(name));b.addEventListener('click',act);return b}
        function chooser(label,options,act){
          const s=el('select',{'aria-label':label},options.map(o=>el('option',{value:o[0]},[o[1]])));
          s.addEventListener('change',()=>act(Number(s.value)));return s;
        }
        const first=button('first','To the beginning',()=>step(-k)),back=button('back','One step back',()=>step(-1));
        const play=button('play','Play',toggle),forward=button('forward','One step forward',()=>step(1));play.className='play';play.removeAttribute('title');
        const slider=el('input',{type:'range',min:0,max:1,step:1,value:0,'aria-label':'Step of the episode'});
        slider.addEventListener('input',()=>{pause();isPoster=false;show(Number(slider.value))});
        const status=el('span',{role:'status','aria-live':'polite',class:'status'});
        const pace=chooser('Speed',[1,2,5,10,20,50,100].map(s=>[s,s+(s===1?' step/s':' steps/s')]),s=>{touched=true;speed=s;since=performance.now()});
        const episodes=chooser('Episode',d.episodes.map((x,i)=>[i,'episode '+x.number]),x=>{isPoster=false;choose(x)});episodes.hidden=d.episodes.length<2;
        const agents=chooser('Agent',[[-1,'all agents'],...Array.from({length:d.agents},(x,i)=>[i,'agent '+i])],a=>{agent=a;card()});agents.hidden=d.agents<2;
        const trend=make('polyline',{}),cursor=make('line',{y1:0,y2:100});
        const plot=make('svg',{viewBox:'0 0 1000 100',preserveAspectRatio:'none',class:'trend',role:'img','aria-label':'Reward so far over the steps'});
        plot.append(trend,cursor);
        const tableColumns=d.columns.map((c,i)=>i).filter(i=>d.columns[i][2]<2||d.columns[i][2]===3).slice(0,9);
        const isDrawn=d.shapes.length>0;
        const stage=isDrawn?make('svg',{class:'stage',role:'img','aria-label':'The simulation at this step',fill:'none'})
          :el('table',{class:'rows'},[el('thead',{},[el('tr',{},[el('th',{scope:'col'},['step']),...tableColumns.map(i=>el('th',{scope:'col'},[(d.agents>1&&d.columns[i][1]>=0?d.columns[i][1]+' · ':'')+d.columns[i][0]]))])]),el('tbody')]);
        const layer=stage;
        const actionTable=el('table',{class:'act'}),rewardTable=el('table'),metricTable=el('table'),seenTable=el('table');
        const seenBox=el('details',{},[el('summary',{},['What was seen before the step']),seenTable]);seenBox.addEventListener('toggle',()=>card());
        const style=el('style',{},[`
          [data-replay="$ID$"]{font-variant-numeric:tabular-nums}
          [data-replay="$ID$"] [hidden]{display:none!important}
          .pmr{display:flex;flex-wrap:wrap;gap:.8em 1.6em;align-items:flex-start;outline-offset:.4em;font-size:14px;line-height:1.45}
          .pmr .left{flex:1 1 24em;min-width:0}.pmr .right{flex:1 1 15em;max-width:26em}
          .pmr .view{overflow-x:auto;border:1px solid rgba(128,128,128,.3);border-radius:8px;padding:.5em;box-sizing:border-box}
          .pmr .stage{display:block;width:100%;height:auto;max-height:min(62vh,30em);margin:auto}.pmr .stage text{font-family:inherit}
          .pmr .bar{display:flex;flex-wrap:wrap;align-items:center;gap:.3em .4em;margin-top:.5em}
          .pmr button{all:unset;box-sizing:border-box;display:inline-flex;align-items:center;justify-content:center;width:2.4em;height:2.4em;border-radius:50%;cursor:pointer;color:inherit}
          .pmr button svg{display:block;width:1.4em;height:1.4em}.pmr button:hover{background:rgba(128,128,128,.2)}.pmr button:disabled{opacity:.3;cursor:default;background:none}
          .pmr .play,.pmr .play:hover{background:#2f6fb7;color:#fff}
          .pmr :focus-visible,.pmr:focus-visible{outline:2px solid #3b86d1;outline-offset:2px}
          .pmr input[type=range]{flex:1 1 8em;min-width:6em;margin:0 .4em;accent-color:#3b86d1;height:2.4em}
          .pmr select{font:inherit;color:inherit;background:transparent;border:1px solid rgba(128,128,128,.45);border-radius:6px;padding:.25em .4em}
          .pmr option{color:#1c2430;background:#fff}
          .pmr .status{display:block;margin:.1em 0 0 .2em}
          .pmr .trend{display:block;width:100%;height:2.6em;margin-top:.5em;cursor:pointer;touch-action:none}
          .pmr .trend polyline{fill:none;stroke:#3b86d1;stroke-width:2;vector-effect:non-scaling-stroke}.pmr .trend line{stroke:currentColor;stroke-width:1;vector-effect:non-scaling-stroke;opacity:.6}
          .pmr .hint{display:flex;justify-content:space-between;font-size:.86em;opacity:.7}
          .pmr table{border-collapse:collapse;width:100%;margin:0 0 .9em;color:inherit;font-size:inherit;table-layout:auto}
          .pmr th,.pmr td{padding:.16em .5em .16em 0;text-align:right;white-space:nowrap;background:none;border:0;font-weight:400}
          .pmr th:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere}.pmr thead th{opacity:.7;border-bottom:1px solid rgba(128,128,128,.45)}
          .pmr tr{background:none!important}.pmr .act td,.pmr .sum td,.pmr .sum th{font-weight:600}.pmr .right .bar{margin:0 0 .5em}
          .pmr .rows th:first-child{text-align:right;white-space:nowrap;overflow-wrap:normal}.pmr svg{background:none}.pmr .rows td,.pmr .rows th{padding:.2em .6em}
          .pmr .rows .now{background:rgba(59,134,209,.22)!important;font-weight:600}.pmr summary{cursor:pointer;display:list-item}.pmr details{margin-bottom:.6em}
          @media print{.pmr .bar{display:none}}`]);
        const picks=el('div',{class:'bar'},[episodes,agents]);picks.hidden=episodes.hidden&&agents.hidden;
        const note=el('div',{class:'hint'},[d.note]);note.hidden=!d.note;
        const player=el('div',{class:'pmr',tabindex:0,role:'group','aria-label':'Replay: space plays, arrow keys step'},[
          el('div',{class:'left'},[el('div',{class:'view'},[stage]),el('div',{class:'bar'},[first,back,play,forward,slider,pace]),status,plot,
            el('div',{class:'hint'},[el('span',{},['reward so far'])]),note]),
          el('div',{class:'right'},[picks,actionTable,rewardTable,metricTable,seenBox])]);
        function scrub(event){const box=plot.getBoundingClientRect();pause();isPoster=false;show(Math.round(e.steps*(event.clientX-box.left)/box.width))}
        plot.addEventListener('pointerdown',event=>{plot.setPointerCapture(event.pointerId);scrub(event)});
        plot.addEventListener('pointermove',event=>{if(event.buttons)scrub(event)});
        """;

    /// <summary>The script; $ID$ stands for the id of the element. The element may join the page after the script ran:
    /// it is looked for during ten seconds.</summary>
    public const string Text = """

        (function(){'use strict';
        let tries=0;
        (function find(){
          let isFound=false;
          document.querySelectorAll('[data-replay="$ID$"]').forEach(root=>{
            const data=root.querySelector('script[type="application/json"]');
            if(root.dataset.ready||!data)return;
            isFound=true;root.dataset.ready='1';start(root,JSON.parse(data.textContent));
          });
          if(!isFound&&tries++<100)setTimeout(find,100);
        })();
        function start(root,d){
        let e,k=0,agent=d.agents>1?-1:0,cells,frames=[],drawn=[],playing=false,speed=5,since=0,touched=false,isPoster=true;

        """ + Building + "\n" + Showing + "\n" + Playing + """

        root.querySelectorAll('[data-static]').forEach(part=>part.hidden=true);
        root.append(style,player);
        choose(0);
        }
        })();
        """;
}
