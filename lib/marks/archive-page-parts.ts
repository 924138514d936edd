export const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:light-dark(#faf8f5,#191715);--card:light-dark(#fff,#221f1c);--ink:light-dark(#1d1b18,#f1ede6);--quiet:light-dark(#5f5a52,#aaa399);--line:light-dark(#e2ddd5,#38342f)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header,main{max-width:52rem;margin:0 auto;padding:1.5rem 1rem}
header,.title{display:flex;gap:1rem;align-items:center}
h1,h2,h3{margin:0;line-height:1.2;overflow-wrap:anywhere}
h3{font-size:1rem;margin:1.25rem 0 .5rem}
.cover{width:5rem;height:5rem;border-radius:.5rem;object-fit:cover}
.quiet{color:var(--quiet);font-size:.875rem;margin:.25rem 0}
.words,li p{white-space:pre-wrap;overflow-wrap:anywhere;margin:.25rem 0}
article{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;margin-bottom:1.25rem}
audio{width:100%;display:block}
a{color:inherit;overflow-wrap:anywhere}
ol,ul{padding-left:1.5rem}
ol>li{margin:.75rem 0}
li b{background:light-dark(transparent,#f1ede6);border-radius:.25rem;padding:0 .25rem}
.reply{margin:.5rem 0 .5rem 1rem;padding-left:.75rem;border-left:2px solid var(--line)}
button{font:inherit;font-variant-numeric:tabular-nums;min-height:2.25rem;padding:0 .6rem;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:inherit;cursor:pointer}
button:focus-visible,a:focus-visible{outline:2px solid currentColor;outline-offset:2px}
`;

/** A note's time plays from there; one sound at a time. */
export const PAGE_SCRIPT = `
document.addEventListener("click",function(event){
  var button=event.target.closest("button[data-at]");
  if(!button)return;
  var audio=button.closest("section").querySelector("audio");
  var go=function(){audio.currentTime=Number(button.dataset.at);audio.play();};
  if(audio.readyState>0){go();return;}
  audio.addEventListener("loadedmetadata",go,{once:true});
  audio.load();
});
document.addEventListener("play",function(event){
  document.querySelectorAll("audio").forEach(function(other){if(other!==event.target)other.pause();});
},true);
`;
