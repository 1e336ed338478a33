var De=class extends Event{constructor(t,s,e,a){super("context-request",{bubbles:!0,composed:!0}),this.context=t,this.contextTarget=s,this.callback=e,this.subscribe=a??!1}};var Ge=class{constructor(t,s,e,a){if(this.subscribe=!1,this.provided=!1,this.value=void 0,this.t=(l,o)=>{this.unsubscribe&&(this.unsubscribe!==o&&(this.provided=!1,this.unsubscribe()),this.subscribe||this.unsubscribe()),this.value=l,this.host.requestUpdate(),this.provided&&!this.subscribe||(this.provided=!0,this.callback&&this.callback(l,o)),this.unsubscribe=o},this.host=t,s.context!==void 0){let l=s;this.context=l.context,this.callback=l.callback,this.subscribe=l.subscribe??!1}else this.context=s,this.callback=e,this.subscribe=a??!1;this.host.addController(this)}hostConnected(){this.dispatchRequest()}hostDisconnected(){this.unsubscribe&&(this.unsubscribe(),this.unsubscribe=void 0)}dispatchRequest(){this.host.dispatchEvent(new De(this.context,this.host,this.t,this.subscribe))}};var Bt=class{get value(){return this.o}set value(t){this.setValue(t)}setValue(t,s=!1){let e=s||!Object.is(t,this.o);this.o=t,e&&this.updateObservers()}constructor(t){this.subscriptions=new Map,this.updateObservers=()=>{for(let[s,{disposer:e}]of this.subscriptions)s(this.o,e)},t!==void 0&&(this.value=t)}addCallback(t,s,e){if(!e)return void t(this.value);this.subscriptions.has(t)||this.subscriptions.set(t,{disposer:()=>{this.subscriptions.delete(t)},consumerHost:s});let{disposer:a}=this.subscriptions.get(t);t(this.value,a)}clearCallbacks(){this.subscriptions.clear()}};var xi=class extends Event{constructor(t,s){super("context-provider",{bubbles:!0,composed:!0}),this.context=t,this.contextTarget=s}},Ke=class extends Bt{constructor(t,s,e){super(s.context!==void 0?s.initialValue:e),this.onContextRequest=a=>{if(a.context!==this.context)return;let l=a.contextTarget??a.composedPath()[0];l!==this.host&&(a.stopPropagation(),this.addCallback(a.callback,l,a.subscribe))},this.onProviderRequest=a=>{if(a.context!==this.context||(a.contextTarget??a.composedPath()[0])===this.host)return;let l=new Set;for(let[o,{consumerHost:c}]of this.subscriptions)l.has(o)||(l.add(o),c.dispatchEvent(new De(this.context,c,o,!0)));a.stopPropagation()},this.host=t,s.context!==void 0?this.context=s.context:this.context=s,this.attachListeners(),this.host.addController?.(this)}attachListeners(){this.host.addEventListener("context-request",this.onContextRequest),this.host.addEventListener("context-provider",this.onProviderRequest)}hostConnected(){this.host.dispatchEvent(new xi(this.context,this.host))}};function zt({context:i}){return(t,s)=>{let e=new WeakMap;if(typeof s=="object")return{get(){return t.get.call(this)},set(a){return e.get(this).setValue(a),t.set.call(this,a)},init(a){return e.set(this,new Ke(this,{context:i,initialValue:a})),a}};{t.constructor.addInitializer((o=>{e.set(o,new Ke(o,{context:i}))}));let a=Object.getOwnPropertyDescriptor(t,s),l;if(a===void 0){let o=new WeakMap;l={get(){return o.get(this)},set(c){e.get(this).setValue(c),o.set(this,c)},configurable:!0,enumerable:!0}}else{let o=a.set;l={...a,set(c){e.get(this).setValue(c),o?.call(this,c)}}}return void Object.defineProperty(t,s,l)}}}function K({context:i,subscribe:t}){return(s,e)=>{typeof e=="object"?e.addInitializer((function(){new Ge(this,{context:i,callback:a=>{s.set.call(this,a)},subscribe:t})})):s.constructor.addInitializer((a=>{new Ge(a,{context:i,callback:l=>{a[e]=l},subscribe:t})}))}}var Pt=globalThis,Nt=Pt.ShadowRoot&&(Pt.ShadyCSS===void 0||Pt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Hi=Symbol(),ds=new WeakMap,bt=class{constructor(t,s,e){if(this._$cssResult$=!0,e!==Hi)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=s}get styleSheet(){let t=this.o,s=this.t;if(Nt&&t===void 0){let e=s!==void 0&&s.length===1;e&&(t=ds.get(s)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),e&&ds.set(s,t))}return t}toString(){return this.cssText}},ms=i=>new bt(typeof i=="string"?i:i+"",void 0,Hi),U=(i,...t)=>{let s=i.length===1?i[0]:t.reduce((e,a,l)=>e+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(a)+i[l+1],i[0]);return new bt(s,i,Hi)},fs=(i,t)=>{if(Nt)i.adoptedStyleSheets=t.map(s=>s instanceof CSSStyleSheet?s:s.styleSheet);else for(let s of t){let e=document.createElement("style"),a=Pt.litNonce;a!==void 0&&e.setAttribute("nonce",a),e.textContent=s.cssText,i.appendChild(e)}},$i=Nt?i=>i:i=>i instanceof CSSStyleSheet?(t=>{let s="";for(let e of t.cssRules)s+=e.cssText;return ms(s)})(i):i;var{is:Us,defineProperty:Fs,getOwnPropertyDescriptor:qs,getOwnPropertyNames:Zs,getOwnPropertySymbols:Ws,getPrototypeOf:Gs}=Object,Lt=globalThis,vs=Lt.trustedTypes,Ks=vs?vs.emptyScript:"",Qs=Lt.reactiveElementPolyfillSupport,yt=(i,t)=>i,wt={toAttribute(i,t){switch(t){case Boolean:i=i?Ks:null;break;case Object:case Array:i=i==null?i:JSON.stringify(i)}return i},fromAttribute(i,t){let s=i;switch(t){case Boolean:s=i!==null;break;case Number:s=i===null?null:Number(i);break;case Object:case Array:try{s=JSON.parse(i)}catch{s=null}}return s}},Rt=(i,t)=>!Us(i,t),ps={attribute:!0,type:String,converter:wt,reflect:!1,useDefault:!1,hasChanged:Rt};Symbol.metadata??=Symbol("metadata"),Lt.litPropertyMetadata??=new WeakMap;var Te=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,s=ps){if(s.state&&(s.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((s=Object.create(s)).wrapped=!0),this.elementProperties.set(t,s),!s.noAccessor){let e=Symbol(),a=this.getPropertyDescriptor(t,e,s);a!==void 0&&Fs(this.prototype,t,a)}}static getPropertyDescriptor(t,s,e){let{get:a,set:l}=qs(this.prototype,t)??{get(){return this[s]},set(o){this[s]=o}};return{get:a,set(o){let c=a?.call(this);l?.call(this,o),this.requestUpdate(t,c,e)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??ps}static _$Ei(){if(this.hasOwnProperty(yt("elementProperties")))return;let t=Gs(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(yt("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(yt("properties"))){let s=this.properties,e=[...Zs(s),...Ws(s)];for(let a of e)this.createProperty(a,s[a])}let t=this[Symbol.metadata];if(t!==null){let s=litPropertyMetadata.get(t);if(s!==void 0)for(let[e,a]of s)this.elementProperties.set(e,a)}this._$Eh=new Map;for(let[s,e]of this.elementProperties){let a=this._$Eu(s,e);a!==void 0&&this._$Eh.set(a,s)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let s=[];if(Array.isArray(t)){let e=new Set(t.flat(1/0).reverse());for(let a of e)s.unshift($i(a))}else t!==void 0&&s.push($i(t));return s}static _$Eu(t,s){let e=s.attribute;return e===!1?void 0:typeof e=="string"?e:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,s=this.constructor.elementProperties;for(let e of s.keys())this.hasOwnProperty(e)&&(t.set(e,this[e]),delete this[e]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return fs(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,s,e){this._$AK(t,e)}_$ET(t,s){let e=this.constructor.elementProperties.get(t),a=this.constructor._$Eu(t,e);if(a!==void 0&&e.reflect===!0){let l=(e.converter?.toAttribute!==void 0?e.converter:wt).toAttribute(s,e.type);this._$Em=t,l==null?this.removeAttribute(a):this.setAttribute(a,l),this._$Em=null}}_$AK(t,s){let e=this.constructor,a=e._$Eh.get(t);if(a!==void 0&&this._$Em!==a){let l=e.getPropertyOptions(a),o=typeof l.converter=="function"?{fromAttribute:l.converter}:l.converter?.fromAttribute!==void 0?l.converter:wt;this._$Em=a;let c=o.fromAttribute(s,l.type);this[a]=c??this._$Ej?.get(a)??c,this._$Em=null}}requestUpdate(t,s,e,a=!1,l){if(t!==void 0){let o=this.constructor;if(a===!1&&(l=this[t]),e??=o.getPropertyOptions(t),!((e.hasChanged??Rt)(l,s)||e.useDefault&&e.reflect&&l===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,e))))return;this.C(t,s,e)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,s,{useDefault:e,reflect:a,wrapped:l},o){e&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??s??this[t]),l!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||e||(s=void 0),this._$AL.set(t,s)),a===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(s){Promise.reject(s)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[a,l]of this._$Ep)this[a]=l;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[a,l]of e){let{wrapped:o}=l,c=this[a];o!==!0||this._$AL.has(a)||c===void 0||this.C(a,void 0,l,c)}}let t=!1,s=this._$AL;try{t=this.shouldUpdate(s),t?(this.willUpdate(s),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(s)):this._$EM()}catch(e){throw t=!1,this._$EM(),e}t&&this._$AE(s)}willUpdate(t){}_$AE(t){this._$EO?.forEach(s=>s.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(s=>this._$ET(s,this[s])),this._$EM()}updated(t){}firstUpdated(t){}};Te.elementStyles=[],Te.shadowRootOptions={mode:"open"},Te[yt("elementProperties")]=new Map,Te[yt("finalized")]=new Map,Qs?.({ReactiveElement:Te}),(Lt.reactiveElementVersions??=[]).push("2.1.2");var Ti=globalThis,us=i=>i,Ut=Ti.trustedTypes,gs=Ut?Ut.createPolicy("lit-html",{createHTML:i=>i}):void 0,Ei="$lit$",Ee=`lit$${Math.random().toFixed(9).slice(2)}$`,Ci="?"+Ee,Js=`<${Ci}>`,Ne=document,xt=()=>Ne.createComment(""),Ht=i=>i===null||typeof i!="object"&&typeof i!="function",Vi=Array.isArray,Ms=i=>Vi(i)||typeof i?.[Symbol.iterator]=="function",ki=`[ 	
\f\r]`,Mt=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,_s=/-->/g,zs=/>/g,Be=RegExp(`>|${ki}(?:([^\\s"'>=/]+)(${ki}*=${ki}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),bs=/'/g,ys=/"/g,xs=/^(?:script|style|textarea|title)$/i,Ai=i=>(t,...s)=>({_$litType$:i,strings:t,values:s}),f=Ai(1),E=Ai(2),Dr=Ai(3),we=Symbol.for("lit-noChange"),te=Symbol.for("lit-nothing"),ws=new WeakMap,Pe=Ne.createTreeWalker(Ne,129);function Hs(i,t){if(!Vi(i)||!i.hasOwnProperty("raw"))throw Error("invalid template strings array");return gs!==void 0?gs.createHTML(t):t}var $s=(i,t)=>{let s=i.length-1,e=[],a,l=t===2?"<svg>":t===3?"<math>":"",o=Mt;for(let c=0;c<s;c++){let _=i[c],m,h,r=-1,y=0;for(;y<_.length&&(o.lastIndex=y,h=o.exec(_),h!==null);)y=o.lastIndex,o===Mt?h[1]==="!--"?o=_s:h[1]!==void 0?o=zs:h[2]!==void 0?(xs.test(h[2])&&(a=RegExp("</"+h[2],"g")),o=Be):h[3]!==void 0&&(o=Be):o===Be?h[0]===">"?(o=a??Mt,r=-1):h[1]===void 0?r=-2:(r=o.lastIndex-h[2].length,m=h[1],o=h[3]===void 0?Be:h[3]==='"'?ys:bs):o===ys||o===bs?o=Be:o===_s||o===zs?o=Mt:(o=Be,a=void 0);let g=o===Be&&i[c+1].startsWith("/>")?" ":"";l+=o===Mt?_+Js:r>=0?(e.push(m),_.slice(0,r)+Ei+_.slice(r)+Ee+g):_+Ee+(r===-2?c:g)}return[Hs(i,l+(i[s]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),e]},$t=class i{constructor({strings:t,_$litType$:s},e){let a;this.parts=[];let l=0,o=0,c=t.length-1,_=this.parts,[m,h]=$s(t,s);if(this.el=i.createElement(m,e),Pe.currentNode=this.el.content,s===2||s===3){let r=this.el.content.firstChild;r.replaceWith(...r.childNodes)}for(;(a=Pe.nextNode())!==null&&_.length<c;){if(a.nodeType===1){if(a.hasAttributes())for(let r of a.getAttributeNames())if(r.endsWith(Ei)){let y=h[o++],g=a.getAttribute(r).split(Ee),u=/([.?@])?(.*)/.exec(y);_.push({type:1,index:l,name:u[2],strings:g,ctor:u[1]==="."?qt:u[1]==="?"?Zt:u[1]==="@"?Wt:Re}),a.removeAttribute(r)}else r.startsWith(Ee)&&(_.push({type:6,index:l}),a.removeAttribute(r));if(xs.test(a.tagName)){let r=a.textContent.split(Ee),y=r.length-1;if(y>0){a.textContent=Ut?Ut.emptyScript:"";for(let g=0;g<y;g++)a.append(r[g],xt()),Pe.nextNode(),_.push({type:2,index:++l});a.append(r[y],xt())}}}else if(a.nodeType===8)if(a.data===Ci)_.push({type:2,index:l});else{let r=-1;for(;(r=a.data.indexOf(Ee,r+1))!==-1;)_.push({type:7,index:l}),r+=Ee.length-1}l++}}static createElement(t,s){let e=Ne.createElement("template");return e.innerHTML=t,e}};function Le(i,t,s=i,e){if(t===we)return t;let a=e!==void 0?s._$Co?.[e]:s._$Cl,l=Ht(t)?void 0:t._$litDirective$;return a?.constructor!==l&&(a?._$AO?.(!1),l===void 0?a=void 0:(a=new l(i),a._$AT(i,s,e)),e!==void 0?(s._$Co??=[])[e]=a:s._$Cl=a),a!==void 0&&(t=Le(i,a._$AS(i,t.values),a,e)),t}var Ft=class{constructor(t,s){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=s}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:s},parts:e}=this._$AD,a=(t?.creationScope??Ne).importNode(s,!0);Pe.currentNode=a;let l=Pe.nextNode(),o=0,c=0,_=e[0];for(;_!==void 0;){if(o===_.index){let m;_.type===2?m=new Qe(l,l.nextSibling,this,t):_.type===1?m=new _.ctor(l,_.name,_.strings,this,t):_.type===6&&(m=new Gt(l,this,t)),this._$AV.push(m),_=e[++c]}o!==_?.index&&(l=Pe.nextNode(),o++)}return Pe.currentNode=Ne,a}p(t){let s=0;for(let e of this._$AV)e!==void 0&&(e.strings!==void 0?(e._$AI(t,e,s),s+=e.strings.length-2):e._$AI(t[s])),s++}},Qe=class i{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,s,e,a){this.type=2,this._$AH=te,this._$AN=void 0,this._$AA=t,this._$AB=s,this._$AM=e,this.options=a,this._$Cv=a?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,s=this._$AM;return s!==void 0&&t?.nodeType===11&&(t=s.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,s=this){t=Le(this,t,s),Ht(t)?t===te||t==null||t===""?(this._$AH!==te&&this._$AR(),this._$AH=te):t!==this._$AH&&t!==we&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):Ms(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==te&&Ht(this._$AH)?this._$AA.nextSibling.data=t:this.T(Ne.createTextNode(t)),this._$AH=t}$(t){let{values:s,_$litType$:e}=t,a=typeof e=="number"?this._$AC(t):(e.el===void 0&&(e.el=$t.createElement(Hs(e.h,e.h[0]),this.options)),e);if(this._$AH?._$AD===a)this._$AH.p(s);else{let l=new Ft(a,this),o=l.u(this.options);l.p(s),this.T(o),this._$AH=l}}_$AC(t){let s=ws.get(t.strings);return s===void 0&&ws.set(t.strings,s=new $t(t)),s}k(t){Vi(this._$AH)||(this._$AH=[],this._$AR());let s=this._$AH,e,a=0;for(let l of t)a===s.length?s.push(e=new i(this.O(xt()),this.O(xt()),this,this.options)):e=s[a],e._$AI(l),a++;a<s.length&&(this._$AR(e&&e._$AB.nextSibling,a),s.length=a)}_$AR(t=this._$AA.nextSibling,s){for(this._$AP?.(!1,!0,s);t!==this._$AB;){let e=us(t).nextSibling;us(t).remove(),t=e}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},Re=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,s,e,a,l){this.type=1,this._$AH=te,this._$AN=void 0,this.element=t,this.name=s,this._$AM=a,this.options=l,e.length>2||e[0]!==""||e[1]!==""?(this._$AH=Array(e.length-1).fill(new String),this.strings=e):this._$AH=te}_$AI(t,s=this,e,a){let l=this.strings,o=!1;if(l===void 0)t=Le(this,t,s,0),o=!Ht(t)||t!==this._$AH&&t!==we,o&&(this._$AH=t);else{let c=t,_,m;for(t=l[0],_=0;_<l.length-1;_++)m=Le(this,c[e+_],s,_),m===we&&(m=this._$AH[_]),o||=!Ht(m)||m!==this._$AH[_],m===te?t=te:t!==te&&(t+=(m??"")+l[_+1]),this._$AH[_]=m}o&&!a&&this.j(t)}j(t){t===te?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},qt=class extends Re{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===te?void 0:t}},Zt=class extends Re{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==te)}},Wt=class extends Re{constructor(t,s,e,a,l){super(t,s,e,a,l),this.type=5}_$AI(t,s=this){if((t=Le(this,t,s,0)??te)===we)return;let e=this._$AH,a=t===te&&e!==te||t.capture!==e.capture||t.once!==e.once||t.passive!==e.passive,l=t!==te&&(e===te||a);a&&this.element.removeEventListener(this.name,this,e),l&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},Gt=class{constructor(t,s,e){this.element=t,this.type=6,this._$AN=void 0,this._$AM=s,this.options=e}get _$AU(){return this._$AM._$AU}_$AI(t){Le(this,t)}},ks={M:Ei,P:Ee,A:Ci,C:1,L:$s,R:Ft,D:Ms,V:Le,I:Qe,H:Re,N:Zt,U:Wt,B:qt,F:Gt},Xs=Ti.litHtmlPolyfillSupport;Xs?.($t,Qe),(Ti.litHtmlVersions??=[]).push("3.3.3");var Ts=(i,t,s)=>{let e=s?.renderBefore??t,a=e._$litPart$;if(a===void 0){let l=s?.renderBefore??null;e._$litPart$=a=new Qe(t.insertBefore(xt(),l),l,void 0,s??{})}return a._$AI(i),a};var ji=globalThis,B=class extends Te{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let s=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=Ts(s,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return we}};B._$litElement$=!0,B.finalized=!0,ji.litElementHydrateSupport?.({LitElement:B});var Ys=ji.litElementPolyfillSupport;Ys?.({LitElement:B});(ji.litElementVersions??=[]).push("4.2.2");var F=i=>(t,s)=>{s!==void 0?s.addInitializer(()=>{customElements.define(i,t)}):customElements.define(i,t)};var ea={attribute:!0,type:String,converter:wt,reflect:!1,hasChanged:Rt},ta=(i=ea,t,s)=>{let{kind:e,metadata:a}=s,l=globalThis.litPropertyMetadata.get(a);if(l===void 0&&globalThis.litPropertyMetadata.set(a,l=new Map),e==="setter"&&((i=Object.create(i)).wrapped=!0),l.set(s.name,i),e==="accessor"){let{name:o}=s;return{set(c){let _=t.get.call(this);t.set.call(this,c),this.requestUpdate(o,_,i,!0,c)},init(c){return c!==void 0&&this.C(o,void 0,i,c),c}}}if(e==="setter"){let{name:o}=s;return function(c){let _=this[o];t.call(this,c),this.requestUpdate(o,_,i,!0,c)}}throw Error("Unsupported decorator location: "+e)};function b(i){return(t,s)=>typeof s=="object"?ta(i,t,s):((e,a,l)=>{let o=a.hasOwnProperty(l);return a.constructor.createProperty(l,e),o?Object.getOwnPropertyDescriptor(a,l):void 0})(i,t,s)}function P(i,t,s){return i?t(i):s?.(i)}var{I:$o}=ks;var Es=i=>i.strings===void 0;var Je={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Ue=i=>(...t)=>({_$litDirective$:i,values:t}),Oe=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,s,e){this._$Ct=t,this._$AM=s,this._$Ci=e}_$AS(t,s){return this.update(t,s)}update(t,s){return this.render(...s)}};var kt=(i,t)=>{let s=i._$AN;if(s===void 0)return!1;for(let e of s)e._$AO?.(t,!1),kt(e,t);return!0},Qt=i=>{let t,s;do{if((t=i._$AM)===void 0)break;s=t._$AN,s.delete(i),i=t}while(s?.size===0)},Cs=i=>{for(let t;t=i._$AM;i=t){let s=t._$AN;if(s===void 0)t._$AN=s=new Set;else if(s.has(i))break;s.add(i),aa(t)}};function ia(i){this._$AN!==void 0?(Qt(this),this._$AM=i,Cs(this)):this._$AM=i}function sa(i,t=!1,s=0){let e=this._$AH,a=this._$AN;if(a!==void 0&&a.size!==0)if(t)if(Array.isArray(e))for(let l=s;l<e.length;l++)kt(e[l],!1),Qt(e[l]);else e!=null&&(kt(e,!1),Qt(e));else kt(this,i)}var aa=i=>{i.type==Je.CHILD&&(i._$AP??=sa,i._$AQ??=ia)},Jt=class extends Oe{constructor(){super(...arguments),this._$AN=void 0}_$AT(t,s,e){super._$AT(t,s,e),Cs(this),this.isConnected=t._$AU}_$AO(t,s=!0){t!==this.isConnected&&(this.isConnected=t,t?this.reconnected?.():this.disconnected?.()),s&&(kt(this,t),Qt(this))}setValue(t){if(Es(this._$Ct))this._$Ct._$AI(t,this);else{let s=[...this._$Ct._$AH];s[this._$Ci]=t,this._$Ct._$AI(s,this,0)}}disconnected(){}reconnected(){}};var Si=class extends Jt{host;element;prevData={};eventData={};render(t){return te}update(t,[s]){this.element!==t.element&&(this.element=t.element),this.host=t.options?.host??this.element,this.apply(s),this.groom(s),this.prevData={...s}}apply(t){if(!t)return;let{prevData:s,element:e}=this;for(let[a,l]of Object.entries(t)){if(l===s[a])continue;let o=a.slice(1);switch(a[0]){case"@":this.eventData[o]=l,this.applyEvent(o,l);break;case".":e[o]=l;break;case"?":l?e.setAttribute(o,""):e.removeAttribute(o);break;default:l===null?e.removeAttribute(a):e.setAttribute(a,String(l));break}}}groom(t){let{prevData:s,element:e}=this;if(s)for(let[a,l]of Object.entries(s)){let o=a.slice(1);if(!t||!(a in t)&&e[o]===l)switch(a[0]){case"@":this.groomEvent(o,l);break;case".":e[o]=void 0;break;case"?":e.removeAttribute(o);break;default:e.removeAttribute(a);break}}}applyEvent(t,s){let{prevData:e,element:a}=this;this.eventData[t]=s,e[t]&&a.removeEventListener(t,this,s),a.addEventListener(t,this,s)}groomEvent(t,s){let{element:e}=this;Reflect.deleteProperty(this.eventData,t),e.removeEventListener(t,this,s)}handleEvent(t){let s=this.eventData[t.type];typeof s=="function"?s.call(this.host,t):s.handleEvent(t)}disconnected(){let{eventData:t,element:s}=this;for(let[e,a]of Object.entries(t)){let l=e.slice(1);s.removeEventListener(l,this,a)}}reconnected(){let{eventData:t,element:s}=this;for(let[e,a]of Object.entries(t)){let l=e.slice(1);s.addEventListener(l,this,a)}}},C=Ue(Si);var ra=E`
	<path d="M5.688 3.5v.438H5.25v.438h-.438V1.313h-.438V.875h-.436V.438H3.5v6.125h2.625v-.438H5.25v-.438h.438v-.438h.438v-.438h.438V3.5z" fill="#b79cf8"/>
	<path d="M3.063.438v.438h-.438v.438h-.437v3.5h-.875v-.438H.438v1.75h.438v.438h2.625V.438z" fill="#ff7fc0"/>
	<path d="M3.938 0h-.875v.438h.875zm-.875.438h-.438v.438h.438z" fill="#000"/>
	<path d="M3.938.438h-.875v.438h.875zm-.875.437h-.438v.438h.438zm0 1.75h-.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M2.188 5.25H1.75v.438h.438z" fill="#ffa5d3"/>
	<path d="M2.625 5.25h-.437v.438h.438zm-1.75.438H.438v.438h.438zm2.625.438H.875v.438H3.5z" fill="#ff1c90"/>
	<path d="M1.75 5.688h-.437v.438h.438zm-.438-.438H.875v.438h.438zm1.313-.875V3.5h-.437v1.313h.438v1.313h.438v-1.75zm.438-3.5v1.313h-.438v.438h.438v1.313h.438V.875z" fill="#ffa5d3"/>
	<path d="M6.125 3.5h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-3.5.875h-.874v.438h.875zm-.875-.438H.438v.438h.875z" fill="#f0f0f0"/>
	<path d="M.875 5.25v-.875H.438v.875z" fill="#f0f0f0"/>
	<path d="M4.813 1.313h-.438v.438h.438z" fill="#cdbafa"/>
	<path d="M2.625 1.313h-.437v1.313h.438z" fill="#f0f0f0"/>
	<path d="M4.375.438h-.437v.438h.438zm.438.438h-.438v.438h.438zM2.625 4.814h-.437v.438h.438zm3.938 0h-.438v.438h.438zm-.875.438v.438H5.25v.438h.875v-.875zm.438.875v.438H.875v.438h5.688v-.875zM.875 6.125H.438v.438h.438zM7 3.062H5.687V3.5H7zm-5.687.876H0v.438h1.313z" fill="#000"/>
	<path d="M.438 6.125V3.938H0v2.188zm6.563-1.313V3.5h-.438v1.313zM2.625.875h-.437v.438h.438zm-.875.438v3.063h-.437v.438h.875V1.313zm3.5 2.188V1.313h-.438v3.063h.438v-.438h.438V3.5z" fill="#000"/>
	<path d="M3.938.875H3.5v.875h.438zm.438 1.75V1.75h-.438V3.5h.438v.438h.438V2.625zm.875 1.75h-.438v.438h.438zm-1.313 0H3.5v1.313h.438zm.875 1.313h-.438v.438h.438zm0-.875h-.438v.438h.438zm.438.438h-.438v.438h.438z" fill="#cdbafa"/>
	<path d="M5.25 6.125v-.438h-.438v.438H3.5v.438h2.625v-.438zm.438-.875H5.25v.438h.438zm.438-.438h-.438v.438h.438z" fill="#816bee"/>
`;function Xt(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${ra}
	</svg>`}var oa=E`
	<path d="M4.375 1.75v-.437h-.437V.438h-.875v.875h-.438v.438h-.437v.438h.438v.438h.438v.438h.875v-.44h.438v-.437h.438V1.75z" fill="#47baff"/>
	<path d="M4.375 5.25v.438h-.437v.875h-.875v-.875h-.438V5.25h-.437v-.438h.438v-.438h.438v-.436h.875v.438h.438v.438h.438v.438z" fill="#ff2c52"/>
	<path d="M3.063 0v.438h.875V0z" fill="#000"/>
	<path d="M3.063.438v.438h.875V.438z" fill="#f0f0f0"/>
	<path d="M3.063 2.625v.438h.875v-.438z" fill="#4282d8"/>
	<path d="M3.063.438h-.438v.875h.438zM.438 3.063H0v.875h.438zm.875 0v-.438H.438v.438zm1.313-1.75h-.438v.438h.438z" fill="#000"/>
	<path d="M2.625 1.75h-.437v.438h.438zm.438-.438h-.438v.438h.438zm0 2.625v.438h.875v-.437z" fill="#f0f0f0"/>
	<path d="M3.063 6.125v.438h.875v-.438zm0-.875h-.438v.438h.438zm-.438-.438h-.437v.438h.438z" fill="#be0351"/>
	<path d="M3.063 4.375h-.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M3.938 5.688h.438V5.25h-.438zm.438-.438h.438v-.438h-.438zm-.438-.438h.438v-.438h-.438z" fill="#be0351"/>
	<path d="M3.5 1.75h-.437v.438h.438z" fill="#f0f0f0"/>
	<path d="M4.375 2.188h-.437v.438h.438zm.438-.438h-.438v.438h.438z" fill="#4282d8"/>
	<path d="M5.25 4.375h.438v-.437h.875v-.875h-.875v-.438H5.25v-.437h-.438v.438h-.438v.438h-.436v.875h.438v.438h.438v.438h.438z" fill="#C7C7C7"/>
	<path d="M6.563 3.063h-.438v.875h.438z" fill="#707070"/>
	<path d="M5.25 2.625v-.437h-.438v.438zm-.438.438v-.438h-.438v.438z" fill="#fff"/>
	<path d="M4.813 4.375v-.437h-.438v.438zm-.438-.438V3.5h-.437v.438zm1.313.438v-.437H5.25v.438zm-.438.438v-.438h-.438v.438z" fill="#707070"/>
	<path d="M1.75 4.375h-.437v-.437H.438v-.875h.875v-.438h.438v-.437h.438v.438h.438v.438h.438v.875h-.44v.438h-.437v.438H1.75z" fill="#C7C7C7"/>
	<path d="M.438 3.938h.438v-.875H.438z" fill="#fff"/>
	<path d="M2.625 3.938h.438v-.875h-.438z" fill="#707070"/>
	<path d="M2.188 2.625v-.437H1.75v.438zm-.438.438v-.438h-.437v.438zm.438.438v-.438H1.75v.438z" fill="#fff"/>
	<path d="M2.625 4.375v-.437h-.437v.438zm-.438.438v-.438H1.75v.438z" fill="#707070"/>
	<path d="M2.188 1.75H1.75v.438h.438zm.438.438h-.438v.438h.438zm.438.438h-.439v.438h.438zm.875.438h-.876v.875h.875zm.438.875h-.439v.438h.438zm.438.438h-.438v.438h.438zM1.75 2.188h-.437v.438h.438zm2.188 4.813v-.438h-.875v.438zm-.875-1.313h-.438v.875h.438zM.438 3.938v.438h.875v-.438zm2.188 1.313h-.438v.438h.438zm-.438-.438H1.75v.438h.438zm-.438-.438h-.437v.438h.438zm2.188-3.063h.438V.438h-.438zm2.625 2.625h.438v-.874h-.438zm0-.875v-.437h-.875v.438zM4.375 1.749h.438v-.436h-.438zm.438.438h.438V1.75h-.438zm-.438.438h.438v-.437h-.438zm-.437.438h.438v-.438h-.438zM2.625 4.376h.438v-.438h-.438zm-.438.438h.438v-.438h-.437z" fill="#000"/>
	<path d="M4.813 2.188h.438V1.75h-.438zm.438.438h.438v-.438h-.438zM3.938 6.564h.438v-.875h-.438zm1.75-2.625v.438h.875v-.439zm-1.313 1.75h.438v-.438h-.438zm.438-.438h.438v-.438h-.438zm.438-.438h.438v-.438h-.438z" fill="#000"/>
`;function Yt(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${oa}
	</svg>`}var ha=E`
	<path d="M6.125 3.063v-.438h-.438v.438H4.374v-.438h-.436V1.313h.438V.875H3.063v1.75h-.438v.438H.438v.875h.438v.438h.438v-.438h1.313v.438h.438v1.313h-.44v.438h.438v.438h.875v-.438h.438v-.438h-.438V4.376h.438v-.438h1.313v.438h.438v-.438h.438v-.875z" fill="#ffb84b"/>
	<path d="M3.938 0h-.875v.438h.875zM2.625.875H1.313v.438h1.313zm-1.312.438H.875v1.313h.438zm1.75 0h-.438v1.313h.438zm1.313 0h-.438v1.313h.438zm1.75 0h-.438v1.313h.438zM5.688.875H4.375v.438h1.313zm-3.063 1.75H1.313v.438h1.313zm3.063 0H4.375v.438h1.313zM3.063.438h-.438v.438h.438z" fill="#000"/>
	<path d="M2.625 1.313h-.437v.438h.438zm-.437.437H1.75v.438h.438zm3.5-.438H5.25v.438h.438zm-.438.438h-.438v.438h.438zm.438 2.625H5.25v.438h.438zm-.438.438h-.438v.438h.438zm-2.625-.438h-.437v.438h.438zm-.438.438H1.75v.438h.438z" fill="#57595f"/>
	<path d="M4.375.438h-.437v.438h.438zM.438 3.063H0v.875h.438z" fill="#000"/>
	<path d="M2.188 1.75v.438h-.875v.438h1.313V1.75zm3.063 0v.438h-.875v.438h1.313V1.75zM2.188 4.813v.438h-.875v.438h1.313v-.875zm3.063 0v.438h-.875v.438h1.313v-.875z" fill="#35363a"/>
	<path d="M.875 3.938H.438v.438h.438zm0-1.313H.438v.438h.438zM7 3.063h-.438v.875H7z" fill="#000"/>
	<path d="M6.563 3.063h-.438v.875h.438z" fill="#ba3500"/>
	<path d="M.875 3.063H.438v.875h.438z" fill="#f0f0f0"/>
	<path d="M6.563 2.625h-.438v.438h.438zm0 1.313h-.438v.438h.438z" fill="#000"/>
	<path d="M6.125 3.938h-.438v.438h.438zm-3.062 0h-.438v.438h.438zm-1.75 0H.875v.438h.438zm3.063 0h-.438v.438h.438z" fill="#ba3500"/>
	<path d="M3.938 6.563h-.875v.438h.875zm-1.313-.875H1.313v.438h1.313zM1.312 4.375H.875v1.313h.438zm1.75 0h-.437v1.313h.438zm1.313 0h-.437v1.313h.438zm1.75 0h-.438v1.313h.438zm-.438 1.313H4.374v.438h1.313zm-3.062-1.75H1.313v.438h1.313zm3.063 0H4.375v.438h1.313z" fill="#000"/>
	<path d="M2.625 3.5H1.313v.438h1.313zm3.063 0H4.375v.438h1.313z" fill="#ba3500"/>
	<path d="M3.063 6.125h-.438v.438h.438zm1.313 0h-.438v.438h.438z" fill="#000"/>
	<path d="M3.938 6.125h-.875v.438h.875z" fill="#ba3500"/>
	<path d="M3.938.438h-.875v.438h.875zm-.875.437h-.438v.438h.438V.438Z" fill="#f0f0f0"/>
	<path d="M4.375 5.688h-.437v.438h.438z" fill="#ba3500"/>
	<path d="M2.188 1.313h-.875v.875h.438V1.75h.438zm3.063 0h-.875v.875h.438V1.75h.438zM2.188 4.376h-.875v.875h.438v-.438h.438zm3.063 0h-.875v.875h.438v-.438h.438z" fill="#d8d8d8"/>
	<path d="M3.938 2.188V1.75H3.5V.875h-.437v1.313zm0 .438H3.5v.438h-.437v.438h-.438v.438h.438v.875h.438v1.313h.438v-1.75H3.5V3.5h.875v-.437h-.437zm2.188.438h-.438v.438h.438zm-3.063-.439h-.438v.438h.438zm-1.75.438H.875v.438h.438zm.875 0H1.75v.438h.438z" fill="#fd6214"/>
`;function ei(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${ha}
	</svg>`}var la=E`
	<path d="M5.688 2.625V1.75H5.25V.438h-.438v.438h-.438v.438h-.436v.438H3.5v.438H1.313v.438H.875v.875H.438v1.75h.438v.438h.438v.438h.438v.438h3.5v-.438h.438v-.438h.438V2.625z" fill="#fd6214"/>
	<path d="M0 3.5v1.75h.438V3.5zm6.563.438v1.313h.438V3.938zm-.438-1.313v1.313h.438V2.625zm-.438-.875v.875h.438V1.75z" fill="#000"/>
	<path d="M6.125 3.938v1.313h.438V3.938zm-.438-1.313v1.313h.438V2.625zm-.438-.875v.875h.438V1.75z" fill="#ba3500"/>
	<path d="M.438 2.625V3.5h.438v-.875zm2.625-1.313h-.438v.438h.438zm.875 0H3.5v.438h.438zM3.5 1.75h-.437v.438h.438zm-2.625.438v.438h.438v-.438zM.437 5.251v.438h.438v-.438zm.438.438v.438h.438v-.438zm.438.438v.438h.438v-.438zm4.813-.875v.438h.438v-.438zm-.438.438v.438h.438V5.69zm-.438.438v.438h.438v-.438zm-3.5.438v.438h3.5v-.438zM1.313 1.75v.438h.438V1.75zm.438-.438v.438h.438v-.437zm.438-.438v.438h.438V.875zm1.75 0v.438h.438V.875zm.438-.438v.438h.438V.438zm.438-.438v.438h.438V0z" fill="#000"/>
	<path d="M4.813.438v.438h.438V.438zm-.438.438v.438h.438V.875zm-.437.437v.438h.438v-.438zM3.5 1.75v.438h.438V1.75zm-1.312-.437v.438h.438v-.438zm-.438.437v.438h.438V1.75zm.875 0v.438h.438V1.75z" fill="#f0f0f0"/>
	<path d="M2.188 1.75v.438h.438V1.75z" fill="#fd6214"/>
	<path opacity=".5" d="M4.813 1.75v.438h.438V1.75zm.438 2.188V3.5h-.438v-.875h-.438v.438h-.437v.438H2.625v-.438h-.437v.875h-.875v.875h.438v.875h.438v.438h2.625v-.438h.438v-.875h.438v-.875z" fill="#fff"/>
	<path d="M1.313 2.188v.438h.438v-.438zm-.438.437V3.5h.438v-.875zm.875.875v.438h.438V3.5z" fill="#f0f0f0"/>
	<path d="M.875 5.25v.438h.438V5.25zm.438.438v.438h.438v-.438zm3.938 0v.438h.438v-.438zm.438-.438v.438h.438V5.25zm-3.938.875v.438h3.5v-.438z" fill="#ba3500"/>
	<path d="M.438 3.5v.875h.438V3.5zm4.375.875h-.438v-.437h-1.75v.438h-.437v.875h.438v.438h1.75v-.438h.438z" fill="#f0f0f0"/>
	<path d="M5.25.438v1.313h.438V.438z" fill="#000"/>
`;function ti(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${la}
	</svg>`}var na=E`
	<path d="M6.563.875h-.438V.438H4.812v1.313h-.438V.875h-.436V.438h-.875v.438h-.438v.875h-.437V.438H.875v.438H.438v1.75h.438v.438h.875v.438h.438v.875h.438v.438h.438v.438h.875v-.438h.438v-.438h.438V3.5h.438v-.437h.875v-.438h.438z" fill="#ff7fc0"/>
	<path d="M3.938 0h-.875v.438h.875zm-1.75 0H.875v.438h1.313zm3.938 0H4.813v.438h1.313zm.438.438h-.438v.438h.438zm.438.438h-.438v1.75h.438zM4.377.438h-.439v.438h.438v.875h.438V.438zm-2.189 0v1.313h.438V.875h.438V.438zm-1.313 0H.438v.438h.438zM.438.875H0v1.75h.438zm.438 1.75H.438v.438h.438zm.875.438H.875v.438h.875zm4.375 0h-.875v.438h.875zm.438-.438h-.438v.438h.438zM5.251 3.938V3.5h-.438v.875h1.75v-.437zM1.75 3.5v.438H.438v.438h1.75V3.5zm-1.313.875H0v1.75h.438zm.438 1.75H.438v.438h.438zm5.25.438H.875v.438h5.25zm.438-.438h-.438v.438h.438zm.438-1.75h-.438v1.75h.438zm-4.376 0h-.437v.438h.438zm.438.438h-.438v.438h.438zm1.313 0h-.438v.438h.438zm.438-.438h-.438v.438h.438zm-.875.875h-.876v.438h.875z" fill="#000"/>
	<path d="M4.813 4.375v.438h-.438v.438h-.437v.438h-.875v-.438h-.438v-.438h-.437v-.438H.438v1.75h.438v.438h5.25v-.438h.438v-1.75z" fill="#6be473"/>
	<path d="M1.75 5.25h-.437v.438h.438zm-.438-.438H.875v.438h.438zM5.25 6.125v-.438h-.438v.438h-.874v-.438h-.875v.438h-.875v-.438H1.75v.438H.875v.438h5.25v-.438zm.438-.875H5.25v.438h.438zm.438-.438h-.438v.438h.438zm.438.875h-.438v.438h.438z" fill="#008456"/>
	<path d="M2.625 3.938h-.437v.438h.438zm.438.438h-.438v.438h.438zm1.313 0h-.438v.438h.438zm.438-.438h-.438v.438h.438zm.438-.875h-.438v.438h.438zm.875-.438h-.438v.438h.438zm.438-.875h-.438v.875h.438zM3.94 4.813h-.877v.438h.875z" fill="#ff1c90"/>
	<path d="M4.375 5.25h-.437v.438h.438zm.438-.438h-.438v.438h.438zm.438-.438h-.438v.438h.438zm-4.813.001v.875h.438v-.438h1.313v-.438zm.438-3.5H.438v.875h.438zM2.189.437H.875v.438h1.313zm.875.438h-.439v.438h.438zm.875-.438h-.876v.438h.875zm1.313 0h-.438v.875h.438V.875h.875V.438z" fill="#f0f0f0"/>
`;function ii(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${na}
	</svg>`}var ca=E`
	<path d="M3.063.875v.438h.875V.875zm.875-.438v.438h1.75V.438zm1.75.438v.438h.438V.875zm.438.438v.438h.438v-.438zm.438.438v2.188h.438V1.75zm-.438 2.188v.875h.438v-.876zm-.438.875v.438h.438v-.438zm-.875.438v.438h.875v-.438zm-.875.438v.438h.875V5.69zm-.875.438v.438h.875v-.438z" fill="#000"/>
	<path d="M6.563 1.75h-.438v-.437h-.438V.875H3.938v.438h-.875V.875h-1.75v.438H.875v.438H.438v2.188h.438v.875h.438v.438h.875v.438h.875v.438h.875V5.69h.875v-.438h.875v-.438h.438v-.876h.438z" fill="#ff7fc0"/>
	<path d="M6.563 1.75h-.438v2.188h.438zm-.438 2.188h-.438v.875h.438zm-4.812 0H.875v.875h.438zm4.375.875h-.875v.438h.875zm-.875.438h-.875v.438h.875zm-.875.438h-.875v.438h.875zm-.875-.438h-.875v.438h.875zm-.875-.438h-.875v.438h.875z" fill="#ff1b90"/>
	<path d="M1.313.438v.438h1.75V.438zM.875.875v.438h.438V.875zm-.437.438v.438h.438v-.438zM0 1.75v2.188h.438V1.75zm.438 2.188v.875h.438v-.875zm.438.875v.438h.438v-.438zm.438.438v.438h.875v-.438zm.875.438v.438h.875v-.438z" fill="#000"/>
	<path d="M1.313.875v.438h1.75V.875zm2.625 0v.438h1.75V.875zm-.875.438v.438h.875v-.438z" fill="#f0f0f0"/>
	<path opacity=".6" d="M4.813 2.625v-.437h-.875v.438h-.875v-.438h-.875v.438H1.75v1.313h.438v.438h.879v.438h.875v-.438h.871v-.439h.438V2.625z" fill="#fff"/>
	<path d="M5.688 1.313v.438h.438v-.438zm-4.813 0v.438h.438v-.438zm.438.438v.438h.438V1.75zM.438 1.75v.875h.438V1.75z" fill="#f0f0f0"/>
`;function si(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${ca}
	</svg>`}var da=E`
	<path d="M6.125 2.625v.438H4.812v-.438h-.438v-.437h-.436V.875h.438V.438H.438v.438h.875v.438h.438v.438h.875v.875h-.438v.438H1.75v.875h-.437v.875H.875v.875H.438v.875h1.313v-.438h.875v-.438h.438v-.438h.438v-.438h.875v-.438h.438v-.437h.438v.438h.438v.438h.438v.438h.438V2.625z" fill="#ffe361"/>
	<path d="M6.125 0H4.812v.438h1.313zM1.75 6.563H.438v.438h1.313zm.875-.438H1.75v.438h.875zM1.313.875H.438v.438h.875zm.438.875v.438h.438v.438h.438V1.75zm0 1.313h-.438v.875h.438zm-.438.875H.875v.875h.438zm-.438.875H.438v.875h.438zm-.438.875H0v.875h.438zm3.938-.875H3.5v.438h.875zm0-4.813H.438v.438h3.938z" fill="#000"/>
	<path d="M4.375.438H.438v.438h3.938z" fill="#f0f0f0"/>
	<path d="M6.125 2.625H4.812v.438h1.313zM4.812.437h-.438v.438h.438z" fill="#000"/>
	<path d="M4.813.875h-.438v.875h.438zM6.126.437H4.813v.438h1.313z" fill="#f0f0f0"/>
	<path d="M6.125 2.188H4.812v.438h1.313z" fill="#ba3500"/>
	<path d="M.438.438H0v.438h.438zm1.313.875h-.438v.438h.438zm.438 1.313H1.75v.438h.438zM6.564.438h-.438v.438h.438zm.438.438h-.438v1.313h.438z" fill="#000"/>
	<path d="M6.563.875h-.438v1.313h.438z" fill="#ba3500"/>
	<path d="M7 2.625h-.438V5.25H7z" fill="#000"/>
	<path d="M6.563 2.625h-.438V5.25h.438z" fill="#ffb84b"/>
	<path d="M6.563 2.188h-.438v.438h.438zM4.375.875h-.437v1.313h.438zm.438 1.313h-.438v.438h.438z" fill="#000"/>
	<path d="M4.813 1.75h-.438v.438h.438z" fill="#ba3500"/>
	<path d="M3.063 5.688h-.438v.438h.438z" fill="#000"/>
	<path d="M4.375 3.063v.438h-.437v.438H3.5v.438h-.437v.438h-.438v.438h-.437v.438H1.75v.438h.875v-.438h.438v-.438h.438v-.438h.875v-.438h.438V3.063zM1.75 6.126h-.437v.438h.438z" fill="#ffb84b"/>
	<path d="M3.5 5.25h-.437v.438h.438z" fill="#000"/>
	<path d="M2.188 3.063H1.75v.438h.438zm.438-.438h-.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M3.063 2.188h-.438v.438h.438zm.438-.438h-.438v.438h.438z" fill="#ffb84b"/>
	<path d="M2.625 3.5h-.437v.438h.438zm-.875.438h-.437v.438h.438zm-.438.875H.875v.438h.438zm-.438.875H.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M4.813 4.375h-.438v.438h.438zm.438-.438h-.438v.438h.438zm.438.438h-.438v.438h.438zm.438.438h-.438v.438h.438zm.438.438h-.438v.438h.438z" fill="#000"/>
	<path d="M6.125.875H4.812v1.313h1.313z" fill="#fd6214"/>
`;function ai(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${da}
	</svg>`}var ma=E`
	<path d="M6.563 0.876V0.437H3.937v0.437H1.313v2.187H0.437v2.187h5.25v-2.186h0.876z" fill="#bcef42"/>
	<path d="M4.813 5.687v-0.437H2.187v0.437z" fill="#7fb134"/>
	<path d="M6.563 0.876V0.437H3.937v0.437zm-2.626 0.437V0.876H2.187v0.437z" fill="#fff"/>
	<path d="M1.313 4.813v0.437h0.876v-0.437zm4.376 -0.437h-0.437v0.876h0.437zm0.876 -2.187h-0.437v0.876h0.437zm-0.437 0.876h-0.437v1.313h0.437z" fill="#7fb134"/>
	<path d="M7 0.437h-0.437v2.626H7z" fill="#000"/>
	<path d="M1.313 3.937H0.876v2.626h0.437z" fill="#4a8359"/>
	<path d="M6.563 0H3.937v0.437h2.626zM4.813 5.687H2.187v0.437h2.626zM3.937 0.437H2.187v0.437h1.75zM2.187 0.876h-0.874v0.437h0.876zm-0.874 0.437H0.876v0.876h0.437zM0.437 3.063H0v2.187h0.437v1.313h0.437V5.25H0.437zh0.437v-0.876H0.437zm5.25 2.187h-0.876v0.437h0.876zm0.437 -0.876h-0.437v0.876h0.437zh0.437V3.063h-0.437zM1.75 5.687h0.437v-0.437h-0.874v1.313h0.437zm-0.437 0.876H0.876V7h0.437z" fill="#000"/>
	<path d="M0.876 3.063h0.437v-0.876H0.876zm-0.438 0.874h0.437v-0.874H0.437zm1.75 -2.626h-0.874v0.876h0.437v-0.437h0.437z" fill="#fff"/>
	<path d="M1.75 3.5h0.876v-0.437h-0.876zm0.876 -0.437h0.876v-0.437h-0.876zm0.876 -0.437h0.876v-0.438H3.5zm0.876 -0.437h0.437v-0.438h-0.437zm0.437 -0.437h0.437v-0.438H4.814z" fill="#4a8359"/>
	<path d="M2.187 1.75v0.437h0.437v-0.437z" fill="#fff"/>
	<path d="M1.313 3.5v0.437h0.437V3.5z" fill="#4a8359"/>
`;function ri(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${ma}
	</svg>`}var fa=E`
	<path d="M2.188 2.625H1.75v.438H.875v.875H3.5v.875h-.437v.438h-.438v.438h-.437v.438H1.75v.438h.875v-.438h.438v-.438h.438v-.438h.438v-.438h.875v-.438h.438v-.437h.875v-.875H3.063v-.438h.438v-.437h.438V1.75h.438v-.437H3.5v.438h-.437v.438h-.875z" fill="#ffe361"/>
	<path d="M.438 3.063H0v.875h.438z" fill="#000"/>
	<path d="M.875 3.063H.438v.875h.438z" fill="#f0f0f0"/>
	<path d="M7 3.063h-.438v.875H7zm-5.687-.438H.438v.438h.875zm1.313-.875H1.75v.438h.875zm-.876.438h-.437v.438h.438z" fill="#000"/>
	<path d="M1.75 2.625h-.437v.438h.438zm.438-.438H1.75v.438h.438zm.438.438h-.438v.438h.438zm.438-.875h-.439v.438h.438zm.438-.438h-.439v.438h.438zm0 3.063h-.439v.438h.438zm-.438.438h-.439v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438H1.75v.438h.438zm-.438.438h-.437v.438h.438z" fill="#f0f0f0"/>
	<path d="M5.25.875h-.438v.438h.438zm.438 3.063H5.25v.438h.438zm-.438.438h-.438v.438h.438zm-.875.438h-.437v.438h.438zm-.438.438H3.5v.438h.438zm2.625-1.75h-.438v.438h.438z" fill="#ffb84b"/>
	<path d="M6.563 3.063h-.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M4.813 1.313h-.438v.438h.438zm-.438.438h-.437v.438h.438zm-.437.437H3.5v.438h.438zm-.438.437h-.437v.438h.438z" fill="#ffb84b"/>
	<path d="M4.375.875h-.437v.438h.438z" fill="#f0f0f0"/>
	<path d="M3.938.875h-.875v.438h.875zm-.875.438h-.438v.438h.438zM5.688 0H4.375v.438h1.313z" fill="#000"/>
	<path d="M5.688.438H4.375v.438h1.313z" fill="#f0f0f0"/>
	<path d="M6.563 2.625H3.5v.438h3.063zM4.375.437h-.437v.438h.438zm1.75 0h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.435v.438h.438zm2.188 1.75h-.875v.438h.875zm-1.313.875h-.875v.438h.875zm.438-.438h-.438v.438h.438zm-1.75 1.313h-.873v.438h.875zm.438-.438h-.436v.438h.438zm-1.75 1.313H1.313v.438h1.313zm.875-2.625H.438v.438h3.063zm-.438 2.188h-.436v.438h.438zm-1.75 0H.875v.438h.438zm.438-.438h-.436v.438h.438zm.438-.438H1.75v.438h.438zm.438-.438h-.437v.438h.438zm.438-.438h-.438v.438h.438z" fill="#000"/>
	<path d="M4.813.875h-.438v.438h.438z" fill="#ffe361"/>
`;function oi(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${fa}
	</svg>`}var va=E`
	<path d="M6.125 1.75v-.437H5.25V.438H3.5v.438h-.437v.438h-.438V.875H1.313v.438H.875v1.75H.438v1.313h.438v-.438h.438V3.5h2.188v-.875h.438v-.437h2.188v.438h.438V1.75z" fill="#b79cf8"/>
	<path d="M3.938 2.625v.438H3.5v.875h.438v.875h.875v.438h1.313v-.438h.438V2.625z" fill="#9af4dc"/>
	<path d="M1.75 4.375v1.75h.438v.438h1.313v-.438h.438v-1.75z" fill="#9af4dc"/>
	<path d="M3.5 6.125H2.188v.438h1.313zm2.625-1.313H4.812v.438h1.313zm.438-.438h-.438v.438h.438zM3.938 5.687H3.5v.438h.438z" fill="#6c9ca6"/>
	<path d="M3.938 3.063H3.5v.438h.438zm.875.438h-.438v.438h.438zm1.313-.875H3.938v.438h2.188z" fill="#f0f0f0"/>
	<path d="M3.5.438h-.437v.438h.438zm3.063.875h-.438v.438h.438zm-.438 2.188h-.438v.875h.438zm-2.187-.876H3.5v.438h.438z" fill="#000"/>
	<path d="M3.938 2.188H3.5v.438h.438z" fill="#816bee"/>
	<path d="M1.313 3.938H.875v.438h.438zm1.75 1.75h-.438v.438h.438zm-.438-.438h-.437v.438h.438z" fill="#000"/>
	<path d="M2.625 5.25h-.437v.438h.438zm3.063-.875H5.25v.438h.438zm-.438-.438h-.438v.438h.438zM2.187 6.125H1.75v.438h.438zm1.75 0H3.5v.438h.438zM.874 4.375H.438v.438h.438zm.438 1.75H.875v.438h.438zm-.438.438H.438v.438h.438zM6.563 1.75v.875h-.438v.438h.438v1.75h.438V1.75zM5.688.875V.438H5.25v.875h.875V.875zM2.625.438H1.313v.438h1.313zm3.063 2.625H4.375v.438h1.313zM3.063 4.376H1.75v.438h1.313zm.438 2.188H2.188v.438h1.313zM3.063.875h-.438v.438h.438zm-1.75 0H.875v.438h.438z" fill="#000"/>
	<path d="M2.625.875H1.313v.438h1.313zm.438.438h-.438v.438h.438zm-1.313.875h-.437v.438h.438zm-.875.875H.438v.438h.438zm.438-1.75H.875v.438h.438z" fill="#f0f0f0"/>
	<path d="M6.125 5.25H4.812v.438h1.313zm-1.75-.438V3.5h-.437v.438H3.5v.438h.438v1.75h.438v-.875h.438v-.438zm2.188 0h-.438v.438h.438zM.875 1.313H.438v1.75h.438zm-.437 1.75H0v1.313h.438zm1.313 1.75h-.438v1.313h.438zm1.75 0h-.438v.875h.438zm-3.063 0H0v1.75h.438zM5.25 0H3.5v.438h1.75z" fill="#000"/>
	<path d="M3.5.875h-.437v.438h.438zM5.25.437H3.5v.438h1.75z" fill="#f0f0f0"/>
	<path d="M6.125 2.188H3.938v.438h2.188z" fill="#000"/>
	<path d="M6.125 1.75v-.437h-.438v.438H3.938v.438h2.188v.438h.438V1.75z" fill="#816bee"/>
	<path d="M2.188 4.813H1.75v.438h.438z" fill="#f0f0f0"/>
	<path d="M3.063 2.625v.438h-1.75v.438h2.188v-.876z" fill="#816bee"/>
	<path d="M3.063 3.063v.438h-1.75v.438h2.188v-.876z" fill="#000"/>
	<path d="M1.313 3.5H.875v.438h.438zm-.438.438H.438v.438h.438z" fill="#816bee"/>
	<path d="M1.313 3.938v.438H.875v.438H.438v1.75h.438v-.438h.438V4.813h.438v-.438h1.75v-.437z" fill="#9af4dc"/>
	<path d="M1.313 4.375H.875v.438h.438zm-.438.438H.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M1.313 5.688H.875v.438h.438zm-.438.438H.438v.438h.438z" fill="#6c9ca6"/>
	<path d="M3.5 3.938H1.313v.438h2.188z" fill="#f0f0f0"/>
`;function hi(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${va}
	</svg>`}var pa=E`
	<path d="M6.125 2.188v-.875h-.438V.875h-.438V.438h-.875v.438h.438v.438h.438v1.75h-.438v.438h-.438v.438H2.625V3.5h-.437v-.437H1.75v-1.75h.438V.875h.438V.438H1.75v.438h-.437v.438H.875v.875H.438v2.625h.438v.875h.438v.438h.875v.438h2.625v-.438h.875v-.438h.438v-.875h.438V2.188z" fill="#b79cf8"/>
	<path d="M2.625 0H1.75v.438h.875zM.875 1.313H.438v.875h.438zm1.313 0H1.75v1.75h.438zm2.188 2.188H2.625v.438h1.75z" fill="#000"/>
	<path d="M4.375 3.938h-1.75v.438h1.75z" fill="#f0f0f0"/>
	<path d="M.438 2.188H0v2.625h.438zm4.375 4.375H2.188v.438h2.625z" fill="#000"/>
	<path d="M.875 4.375H.438v.438h.438zm4.813.875h-.875v.438H2.188V5.25h-.875v-.438H.875v.875h.438v.438h.875v.438h2.625v-.438h.875v-.438h.438v-.875h-.438zm.875-.875h-.438v.438h.438z" fill="#816bee"/>
	<path d="M1.75.438h-.437v.438h.438zm-.437.437H.875v.438h.438z" fill="#000"/>
	<path d="M2.625.438H1.75v.438h.875zM1.75.875h-.437v.438h.438zm-.437.438H.875v.438h.438zm-.438.875H.438v.438h.438zm.438.438H.875v.438h.438zm.875.438H1.75v.438h.438zm.438.438h-.438v.438h.438zm2.625-.438h-.438v.438h.438zM4.813.439h-.438v.438h.438zm0 3.063h-.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M3.063.438h-.438v.438h.438zm-.438.437h-.437v.438h.438zm0 2.188h-.437v.438h.438zm-1.75 1.75H.438v.875h.438zm.438.875H.875v.438h.438zM5.251 0h-.875v.438h.875zm.438 6.125h-.875v.438h.875zm-3.5 0h-.876v.438h.875zm4.374-4.812h-.438v.875h.438zm-1.313 0h-.438v1.75h.438zM7 2.188h-.438v2.625H7zM5.687.438h-.438v.438h.438zm.438.438h-.438v.438h.438zM4.375.438h-.437v.438h.438zm.438.438h-.438v.438h.438zm0 2.188h-.438v.438h.438zm1.75 1.75h-.438v.875h.438zm-.438.875h-.438v.438h.438z" fill="#000"/>
	<path d="M2.188.875H1.75v.438h.438z" fill="#b79cf8"/>
`;function li(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${pa}
	</svg>`}var ua=E`
	<path d="M4.813 5.25v-.875h-.438v-.437h-1.75v.438h-.437v.875H1.75v1.313h3.5V5.251z" fill="#ffe361"/>
	<path d="M6.125 1.313V.875H5.25V.438h-3.5v.438H.875v.438H.438v2.625h.438v.438h.875v-.439h3.5v.438h.875v-.438h.438V1.313z" fill="#ff2c52"/>
	<path d="M5.25 0h-3.5v.438h3.5z" fill="#000"/>
	<path d="M5.25.438h-3.5v.438h3.5zm-3.5.437H.875v.438h.875zm4.375 0H5.25v.438h.875z" fill="#fff"/>
	<path d="M5.25 6.563h-3.5v.438h3.5zM.438 1.313H0v2.625h.438zM1.751.438H.875v.438h.875z" fill="#000"/>
	<path d="M.875 3.063v-1.75H.438v2.625h.875v-.875z" fill="#fff"/>
	<path d="M6.563 1.313h-.438v2.625h.438z" fill="#be0351"/>
	<path d="M6.563 2.625h-.875V3.5h.875zM5.25.875h-.875v.875h.875z" fill="#fff"/>
	<path opacity=".5" d="M6.563 2.625h-.438V3.5h.438z" fill="#be0351"/>
	<path d="M4.375 3.063h-1.75v.438h1.75zm.875.438h-.875v.438h.875zM2.625 3.5H1.75v.438h.875z" fill="#be0351"/>
	<path d="M2.625 4.375h-.437v.875h.438z" fill="#fff"/>
	<path d="M4.813 4.375h-.438v.875h.438zm0 .875v.875H1.75v.438h3.5V5.25z" fill="#ffb84b"/>
	<path d="M2.188 5.25H1.75v.875h.438z" fill="#fff"/>
	<path d="M1.75 3.938H.875v.438h.875zm4.375 0H5.25v.438h.875z" fill="#be0351"/>
	<path d="M3.5 2.625h-.875V3.5H3.5z" fill="#fff"/>
	<path opacity=".5" d="M3.5 3.063h-.875v.438H3.5z" fill="#be0351"/>
	<path d="M4.375 3.5h-1.75v.438h1.75z" fill="#000"/>
	<path d="M4.375 3.938h-1.75v.438h1.75z" fill="#fff"/>
	<path d="M.875.875H.438v.438h.438z" fill="#000"/>
	<path d="M2.188 1.313H1.75v.438h.438z" fill="#fff"/>
	<path d="M1.75 5.25h-.437v1.313h.438zm.438-.875h.438v-.437H1.75v.438H.875v.438h.875v.438h.438zM.875 3.938H.438v.438h.438zM7 1.313h-.438v2.625H7zM6.125.438H5.25v.438h.875zm.438.438h-.438v.438h.438zm-.438 3.5H5.25v-.438h-.875v.438h.438v.875h.438v1.313h.438V5.251h-.438v-.438h.875zh.438v-.438h-.438z" fill="#000"/>
`;function ni(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${ua}
	</svg>`}var ga=E`
	<path d="M6.125 3.063v-.438H5.25v-.437h-.438V1.75h-.438V.875h-.436V.438h-.875v.438h-.438v.875h-.437v.438H1.75v.438H.875v.438H.438v.875h.438v.438h.875v.438h.438v.438h.438v.875h.438v.438h.875v-.438h.438v-.875h.438v-.438h.438v-.438h.875v-.44h.438v-.875z" fill="#47baff"/>
	<path d="M4.813 3.063h-.875v-.438h-.875v.438h-.875v.875h.875v.438h.875v-.438h.875z" fill="#b5e3ff"/>
	<path d="M1.313 0H.438v.438h.875zm.875.438h-.875v.438h.875zm-.438 1.75H.875v.438h.875zM.438.438H0v.875h.438z" fill="#000"/>
	<path d="M1.313.438H.438v.875h.438V.875h.438z" fill="#f0f0f0"/>
	<path d="M.438 3.063H0v.875h.438zM7.001.438h-.438v.875h.438zm-.438.875h-.438v.875h.438zm-5.688 0H.438v.875h.438zm1.75-.438h-.437v.875h.438zm2.188 0h-.438v.875h.438zM3.063.438h-.438v.438h.438z" fill="#000"/>
	<path d="M3.063.875h-.438v.438h.438zm.438.438h-.438v.438h.438zm-1.313.875H1.75v.438h.438zm-.875.437H.875v.438h.438zm-.438.438H.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M1.313 6.563v-.438h.875V5.25H1.75v-.438H.875v.875H.438v.875z" fill="#b79cf8"/>
	<path d="M.875 5.688H.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M2.188 1.75H1.75v.438h.438z" fill="#000"/>
	<path d="M2.188.875H.875v1.313h.875V1.75h.438zm3.938 1.313V.875H4.813v.875h.438v.438z" fill="#b79cf8"/>
	<path d="M2.188.875H1.75v.875h.438zm-.438.875h-.437v.438h.438zm4.375-.438h-.438v.875h.438zm.438-.438h-.438v.438h.438z" fill="#816bee"/>
	<path d="M5.688 6.563v-.438h-.875V5.25h.438v-.438h.875v.875h.438v.875z" fill="#b79cf8"/>
	<path d="M6.563 5.688h-.438v.438h.438zm-.438-.875h-.438v.438h.438z" fill="#816bee"/>
	<path d="M.875 2.625H.438v.438h.438zM7 3.063h-.438v.875H7zm-.438-.438h-.438v.438h.438zM4.374.437h-.436v.438h.438zm.875 1.313h-.438v.438h.438zM3.938 0h-.875v.438h.875z" fill="#000"/>
	<path d="M3.938.438h-.875v.438h.875zm0 2.625h-.875v.875h.875zM6.563.438h-.875v.438h.875zm-.875.438h-.875v.438h.875z" fill="#f0f0f0"/>
	<path d="M3.938 2.188h-.875v.438h.875zm0 2.188h-.875v.438h.875zM6.563.001h-.875v.438h.875zm-.875.438h-.875v.438h.875zm.438 1.75h-.875v.438h.875zM1.313 6.563H.438v.438h.875zm.875-.438h-.875v.438h.875zm-.438-1.75H.875v.438h.875zM.437 5.688H0v.875h.438zm6.563 0h-.438v.875H7zm-.438-.875h-.438v.875h.438zm-5.687 0H.438v.875h.438zm1.75.438h-.437v.875h.438zm2.188 0h-.438v.875h.438zm-1.75.875h-.438v.438h.438zm-.875-1.313H1.75v.438h.438z" fill="#000"/>
	<path d="M2.188 5.25H1.75v.875h.438zm-.438-.438h-.437v.438h.438z" fill="#816bee"/>
	<path d="M.875 3.938H.438v.438h.438zm1.313-.875H1.75v.875h.438zm.875-.438h-.875v.438h.875zm0 1.313h-.875v.438h.875zm2.188-.875h-.438v.875h.438zm-.438-.438h-.875v.438h.875zm0 1.313h-.875v.438h.875zm1.75 0h-.438v.438h.438z" fill="#000"/>
	<path d="M6.563 3.063h-.438v.875h.438zm-.438-.438h-.438v.438h.438zm0 1.313h-.438v.438h.438zm-.875 0h-.438v.438h.438zm-1.313.875h-.874v.438h.875zm.438-.438h-.437v.438h.438zm-1.313 0h-.437v.438h.438zm.875 1.75h-.874v.438h.875zm.438-.438h-.437v.438h.438zm-1.313 0h-.437v.438h.438zm-.874-1.749H1.75v.438h.438zM.875 3.5H.438v.438h.438zm.438.438H.875v.438h.438z" fill="#4282d8"/>
	<path d="M4.375 6.125h-.437v.438h.438zm.875-1.313h-.438v.438h.438zm-1.313 1.75h-.874V7h.875zm2.625 0h-.875V7h.875zm-.875-.438h-.875v.438h.875zm.438-1.75H5.25v.438h.875z" fill="#000"/>
`;function ci(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${ga}
	</svg>`}var _a=E`
	<path d="M3.938.438h-.875v1.75h.875zm.875 2.625v-.438h-.438v-.437h-1.75v.438h-.437v.438H.438v.875h1.75v.438h.438v.438h.438v1.75h.875v-1.75h.438v-.438h.438v-.439h1.75v-.875z" fill="#bcef42"/>
	<path d="M1.75 0h-.437v.438h.438zm.875 2.188h-.437v.438h.438zm2.188 0h-.438v.438h.438zM5.688 0H5.25v.438h.438zm.438.438h-.438v.438h.438zm.438.438h-.438v.438h.438zm.438.438h-.438v.438h.438zM3.938 0h-.875v.438h.875z" fill="#000"/>
	<path d="M3.938.438h-.875v.438h.875z" fill="#f0f0f0"/>
	<path d="M3.938 1.313h-.875v.438h.875zm0 .438h-.875v.438h.875z" fill="#7fb134"/>
	<path d="M3.938 5.25h-.875v.438h.875z" fill="#f0f0f0"/>
	<path d="M3.938 6.125h-.875v.438h.875zm0-1.313h-.875v.438h.875z" fill="#7fb134"/>
	<path d="M3.938 2.625h-.875v.438h.875zm0 1.313h-.875v.438h.875zm.438-.875h-.438v.875h.438z" fill="#000"/>
	<path d="M5.25 3.063h-.438v.875h.438z" fill="#7fb134"/>
	<path d="M3.063 3.063h-.438v.875h.438z" fill="#000"/>
	<path d="M2.625 2.625h-.437V3.5h.438z" fill="#f0f0f0"/>
	<path d="M1.313.438H.875v.438h.438z" fill="#000"/>
	<path d="M1.313.438v.438H.875v.438H.438v.438h1.313V.438z" fill="#6be473"/>
	<path d="M1.75.438h-.437v.438h.438zm-.437.437H.875v.438h.438z" fill="#f0f0f0"/>
	<path d="M1.75 1.313H.438v.438h1.313z" fill="#008456"/>
	<path d="M5.25 5.25v1.313h.438v-.438h.438v-.438h.438v-.438zm-4.812 0v.438h.438v.438h.438v.438h.438V5.251z" fill="#6be473"/>
	<path d="M1.75 5.25H.438v.438h1.313z" fill="#f0f0f0"/>
	<path d="M1.313 5.688v.875h.438v-.875z" fill="#008456"/>
	<path d="M6.125 1.313V.875h-.438V.438h-.438v1.313h1.313v-.438z" fill="#6be473"/>
	<path d="M5.688.438H5.25v.438h.438zm0 2.625H5.25v.438h.438z" fill="#f0f0f0"/>
	<path d="M6.563 3.5H5.25v.438h1.313z" fill="#7fb134"/>
	<path d="M6.563 1.313H5.25v.438h1.313z" fill="#008456"/>
	<path d="M.875.875H.438v.438h.438zM3.063.437h-.438v1.75h.438zm1.313 0h-.438v1.75h.438zm2.625 2.625h-.438v.875h.438zm-.438-.438h-1.75v.438h1.75zm0 1.313h-1.75v.438h1.75zM.438 3.063H0v.875h.438zm1.75-.438H.438v.438h1.75z" fill="#000"/>
	<path d="M1.75 3.063H.438v.875h.438V3.5h.875z" fill="#f0f0f0"/>
	<path d="M2.188 3.938H.438v.438h1.75zM.438 1.313H0v.438h.438zm1.313 5.25h-.438v.438h.438zm.875-2.188h-.438v.438h.438z" fill="#000"/>
	<path d="M1.75 3.5h-.437v.438h.438zm.438-.438H1.75v.875h.438z" fill="#7fb134"/>
	<path d="M2.188 3.063H1.75v.875h.438z" fill="#3f581a"/>
	<path d="M4.375 4.375h-1.75v.438h1.75z" fill="#7fb134"/>
	<path d="M4.375 2.188h-1.75v.438h1.75z" fill="#f0f0f0"/>
	<path d="M4.813 4.375h-.438v.438h.438z" fill="#000"/>
	<path d="M4.813 3.938h-.438v.438h.438z" fill="#7fb134"/>
	<path d="M5.688 6.563H5.25v.438h.438zm.438-.438h-.438v.438h.438zm.438-.438h-.438v.438h.438zm.438-.438h-.438v.438h.438zM3.939 6.562h-.876V7h.875zm-2.625-.438H.875v.438h.438zm-.438-.438H.438v.438h.438zm2.188-.875h-.439v1.75h.438zm1.313 0h-.439v1.75h.438zM1.75 1.75H.438v.438h1.75V.438H1.75zm3.5 0V.438h-.438v1.75h1.75V1.75z" fill="#000"/>
	<path d="M.438 4.813v.438h1.313v1.313h.438v-1.75zm4.375 0v1.75h.438V5.25h1.313v-.438zM.438 5.25H0v.438h.438z" fill="#000"/>
	<path d="M5.688 6.125H5.25v.438h.438zm.438-.438h-.438v.438h.438zm.438-.438h-.438v.438h.438z" fill="#008456"/>
	<path d="M5.688 5.25H5.25v.438h.438z" fill="#f0f0f0"/>
	<path d="M3.938 3.063h-.875v.875h.875z" fill="#7fb134"/>
	<path d="M3.938 1.75h-.875v.438h.875zm0 3.063h-.875v.438h.875zm1.313-1.75h-.438v.875h.438z" fill="#3f581a"/>
`;function di(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${_a}
	</svg>`}var za=E`
	<path d="M4.813 4.375h.438v-.437h1.313V3.5H5.251v-.437h-.438V1.75h.875v-.437H4.375v.438H3.063v-.438h-.438V.875H1.75v.438h-.437v.438H.875v.438H.438v2.625h.438v.438h.438v.438h.438v-.875h1.75v.438h-.439v.438h.438v.438h.875v-.438h1.313v-.438h-.875z" fill="#54cfff"/>
	<path d="M3.938 4.813H3.5v.438h.438zm1.75.438H5.25v.438h.438zm.875-1.75h-.438v.438h.438zM5.25 3.063h-.438v.438h.438zM1.312 4.376H.875v.438h.438zm.438.438h-.437v.875h.438zm2.625.875H3.063v.438h1.313zm0-1.313h-.437v.438h.438z" fill="#4282D8"/>
	<path d="M3.938 0H3.5v.438h.438zm.438.438h-.438v.438h.438zm-.876 0H1.75v.438H3.5zM1.75.875h-.437v.438h.438zm1.313 0h-.438v.438h.438zm.438.438h-.438v.438h.438zm.875 0h-.438v.438h.438zM5.689.875H4.376v.438h1.313zm.438.438h-.438v.438h.438zm-4.814 0H.875v.438h.438zm-.438.437H.438v.438h.438zm-.437.438H0v2.625h.438zm.875.438H.875v1.75h.438zm.438-.438h-.438v.438h.438zm2.188-.438H1.75v.438h2.188z" fill="#000"/>
	<path d="M3.938 1.75H3.5v.875h.438zm1.75 0h-.875v.438h.875z" fill="#000"/>
	<path d="M5.25 1.75h-.438v1.313h.438zm1.313 1.313H5.25v.438h1.313zm.438.438h-.438v.438h.438zm-2.625-.875h-.438v1.75h.438zm2.188 1.313H5.251v.438h1.313zm-1.313.438h-.438v.875h.438z" fill="#000"/>
	<path d="M5.688 4.813h-.875v.438h.875zm.438.438h-.438v.438h.438zm-.438.438H4.375v.438h1.313zm-1.313.438h-1.75v.438h1.75zM3.5 4.814H1.75v.438H3.5zm-.875 1.75h-.437v.438h.438zm-.438-.438H1.75v.438h.438zm-.438-.438h-.436v.438h.438zm.438-.438H1.75v.438h.438zm.875 0h-.437v.438h.438zm-1.75 0H.875v.438h.438zm-.438-.438H.438v.438h.438zm.875-.438h-.436v.438h.438zm2.188 0H3.5v.438h.438z" fill="#000"/>
	<path d="M3.938 2.625H3.5v-.437H1.75v.438h-.437v1.75h.438v.438h1.75v-.438h.438z" fill="#9af4dc"/>
	<path d="M3.5 4.375H1.75v.438H3.5zm-1.75-.437h-.437v.438h.438zm2.188 0H3.5v.438h.438z" fill="#6c9ca6"/>
	<path d="M1.75 2.625h-.437v.438h.438zm.875.438h-.437v.438h.438zm.875-.875H1.75v.438H3.5z" fill="#f0f0f0"/>
	<path d="M3.5 5.688h-.437v.438h.438z" fill="#000"/>
	<path d="M.875 2.188H.438v.875h.438zm.875-.875h-.437v.438h.438zm.875-.438H1.75v.438h.875zm3.063.438H4.375v.438h1.313zM3.938.438H3.5v.438h-.437v.438h.438v.438h.438v-.439h.438V.875h-.439zM2.625 5.25h-.437v.438H1.75v.438h.438v.438h.438v-.438h.438v-.438h-.439z" fill="#f0f0f0"/>
`;function mi(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${za}
	</svg>`}var ba=E`
	<path d="M5.688 1.313V.875h-.875v.438h-.438V.875h-.437V.438h-.875v.438h-.438v.438h-.437V.875h-.875v.438H.875v1.75h.875v.438h.438v-.438h2.625v.438h.438v-.438h.875v-1.75z" fill="#d1cdd5"/>
	<path d="M6.125 3.938V3.5h-1.75v-.437h-1.75v.438H.875v.438H.438v1.313h.438v.438h1.75v.438h.438v.438h.875v-.438h.438V5.69h1.75v-.438h.438V3.938z" fill="#57595f"/>
	<path d="M3.938 0h-.875v.438h.875zm-.875.438h-.438v.438h.438zm1.313 0h-.438v.438h.438zm1.313 0h-.875v.438h.875zm.438.438h-.438v.438h.438zm-1.313 0h-.438v.438h.438zM2.625.875h-.437v.438h.438zM2.188.438h-.875v.438h.875zm-1.313.875H.438v1.75h.438zm.438-.438H.875v.438h.438zM.875 3.5H.438v.438h.438zm-.437.438H0v1.313h.438zm.438 1.313H.438v.438h.438zm1.75.438H.875v.438h1.75zm.438.438h-.439v.438h.438zm.875.438h-.876v.438h.875zm.438-.438h-.439v.438h.438zm1.75-.438h-1.75v.438h1.75zm.438-.438h-.438v.438h.438zm.438-1.313h-.438v1.313h.438zM6.565 3.5h-.438v.438h.438zm0-2.188h-.438v1.75h.438zM2.188 3.5H1.75v.438h.438zm.438-.438h-.438V3.5h.438zm1.75-.438H2.625v.438h1.75zm.438.438h-.438V3.5h.438zm.438.438h-.438v.438h.438zm.438-.438h-.438V3.5h.875v-.437zm-4.377.001H.875v.438h.875v-.438z" fill="#000"/>
	<path d="M.875 4.813H.438v.438h.438zm.438.438H.875v.438h.438zm1.75.438h-.438v.438h.438zm1.313 0h-.438v.438h.438zm-.438.438h-.875v.438h.875zm2.188-.875h-.438v.438h.438zm.438-1.313h-.438v1.313h.438z" fill="#35363a"/>
	<path d="M1.313 2.625H.875v.438h.438zm.875.438H1.75v.438h.438zm3.063 0h-.438v.438h.438zm-2.626-.438h-.437v.438h.438zm2.188 0h-.438v.438h.438z" fill="#847d8b"/>
	<path d="M5.25 3.063h-.438v.438h.438zm-.875-.875h-1.75v.438h1.75zm1.75-.438h-.438v1.313h.438z" fill="#847d8b"/>
	<path d="M1.75 1.75h-.437v.438h.438zm-.437-.437H.875v.438h.438zm.875-.438h-.875v.438h.875zm.875 0h-.438v.438h.438zm.875-.438h-.875v.438h.875zm.438.438h-.438v.438h.438zm1.313 0h-.875v.438h.875zm.438.438h-.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M.875 3.938H.438v.438h.438zm.438-.438H.875v.438h.438zm1.313 0h-.438v.438h.438zm1.75-.438H2.625V3.5h1.75zm.875.875h-.438v.438h.438zm.875-.438h-.875v.438h.875z" fill="#d8d8d8"/>
`;function fi(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${ba}
	</svg>`}var ya=E`
	<path d="M6.125 1.75v-.437h-.438V.875h-.438V.438H2.625v.438H1.75v.438h-.437v.438H.875v.875H.438v2.188h.438v.438h.438v.438h.438v.438h.438v.438h2.188v-.438h.875v-.438h.438v-.438h.438v-.875h.438V1.75z" fill="#bcef42"/>
	<path d="M6.563.438h-.875v.438h.875z" fill="#f0f0f0"/>
	<path d="M1.313 5.688H.438v.438h.875z" fill="#bcef42"/>
	<path d="M1.75 6.125H.438v.438h1.313z" fill="#7fb134"/>
	<path d="M6.563 3.5h-.438v.875h.438z" fill="#816bee"/>
	<path d="M5.25.438H2.625v.438H5.25z" fill="#f0f0f0"/>
	<path d="M5.25.875H2.625v.438H5.25z" fill="#b79cf8"/>
	<path d="M4.375 6.125H2.188v.438h2.188z" fill="#816bee"/>
	<path d="M6.563.875h-.438v.438h.438z" fill="#bcef42"/>
	<path d="M2.625 2.188h-.437v.438h.438zM1.313 1.75H.875v.438h.438zm.438-.438h-.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M2.625 1.313h-.437v.438h.438zm3.063 0H5.25v.438h.438z" fill="#b79cf8"/>
	<path d="M2.188.875H1.75v.438h.438zm.875 1.75h-.438v.438h.438zM.875 5.25H.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M6.125 4.813h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.438v.438h.438z" fill="#816bee"/>
	<path d="M6.563.438v.875h-.438V.875h-.438v.438h.438v.438h.438v2.625h.438V.438zm-5.25.875H.875v.438h.438zm.438-.438h.875V.438H1.75zh-.438v.438h.438zm4.813 3.5h-.438v.875h.438zM.875 1.75H.438v.875h.438zM5.25 6.125h-.875v.438h.875zm.875-.875h-.438v.438h.438zm-4.812 0H.875v.438h.438zm.438.438h-.438v.438h.438zm-.875-.875H.438v.438h.438zm4.813.875h-.438v.438h.438zM.438 2.625H0v3.938h.438z" fill="#000"/>
	<path d="M5.25.875h.438V.438h.875V0H2.625v.438H5.25zM2.188 6.563v-.438H1.75v.438H.438v.438h3.938v-.438z" fill="#000"/>
	<path d="M.875 2.625H.438V3.5h.438z" fill="#f0f0f0"/>
	<path d="M4.375 2.625H3.5v.438h.875zm-.438 1.75h-.874v.438h.875zm.875-1.313h-.438v.875h.438zm-3.5 1.75h.875v-.438H1.75V2.188h-.437zm3.5-3.063H3.063v.438h1.75zm-.438 3.5H2.625v.438h1.75zm2.188-3.063h-.438v1.313h.438zM.875 3.5H.438v1.313h.438zm1.313-1.75H1.75v.438h.438zm1.313 1.313h-.438v.438h.438zm-.438.875h-.438v.438h.438zm-.438.875h-.437v.438h.438zm1.75-.875h-.437v.438h.438zm.438.875h-.438v.438h.438zm.438-.438h-.438v.438h.438zm-2.188-1.75v-.437h-.438v.438h-.437v1.313h.438V2.625zm3.063-.875h-.438v.438h.438zm-.875.438h-.438v.438h.438zm.438.438h-.438v1.75h.438zM1.313 4.813H.875v.438h.438zm.438.438h-.438v.438h.438zm.438.438H1.75v.438h.438z" fill="#b79cf8"/>
`;function vi(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${ya}
	</svg>`}var wa=E`
	<path d="M6.125 1.75v-.437h-.438V.875h-.438V.438H1.75v.438h-.437v.438H.875v.438H.438v2.625h.438v.438h.438v.438h.438v.875h.438v.438h2.625v-.438h.438v-.875h.438v-.438h.438v-.438h.438V1.75z" fill="#d1cdd5"/>
	<path d="M1.75.438h-.437v.438h.438zm-.437.437H.875v.438h.438zm-.438.438H.438v.438h.438zm.875 3.938h-.437v.875h.438zm-.438-.438H.875v.438h.438zm.875 1.313H1.75v.438h.438zM.874 4.376H.438v.438h.438z" fill="#000"/>
	<path d="M1.75 4.813h-.437v.438h.438zm.438.875H1.75v.438h.438zm-.875-1.313H.875v.438h.438zm1.75-1.313H1.75v1.313h1.313z" fill="#847d8b"/>
	<path d="M3.063 3.5h-.875v.875h.875z" fill="#57595f"/>
	<path d="M5.25 3.063H3.938v1.313h1.313z" fill="#847d8b"/>
	<path d="M5.25 3.5h-.875v.875h.875z" fill="#57595f"/>
	<path d="M5.25 5.254h.438v-.438H5.25zm-.438.875h.438v-.438h-.438zm.875-1.313h.438v-.438h-.438z" fill="#847d8b"/>
	<path d="M.438 1.75H0v2.625h.438z" fill="#000"/>
	<path d="M.875 1.75H.438v2.625h.438z" fill="#fff"/>
	<path d="M5.25.879h.438V.441H5.25zm.438.438h.438V.879h-.438zm.438.438h.438v-.438h-.438zM5.251 6.13h.438v-.875h-.438zm.438-.875h.438v-.438h-.438zm-.875 1.313h.438V6.13h-.438zm1.313-1.75h.438V4.38h-.438zm.438-.438h.438V1.755h-.438z" fill="#000"/>
	<path d="M6.125 4.379h.438V1.754h-.438z" fill="#847d8b"/>
	<path d="M1.75 0v.438h3.5V0z" fill="#000"/>
	<path d="M1.75.875h-.437v.438h.438zm-.437.438H.875v.438h.438zm.438.438h-.438v.438h.438zm3.5-.433h.438V.88h-.438zm.438.438h.438v-.438h-.438zM1.75.438v.438h3.5V.438z" fill="#fff"/>
	<path d="M2.188 6.563v.438h2.625v-.438z" fill="#000"/>
	<path d="M2.188 6.125v.438h2.625v-.438z" fill="#847d8b"/>
	<path d="M3.063 5.688h-.438v.875h.438zm1.313 0h-.438v.875h.438z" fill="#57595f"/>
`;function pi(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${wa}
	</svg>`}var Ma=E`
	<path d="M3.063 0H1.75v.438h1.313zm1.75.438h-1.75v.438h1.75zm-.875 2.187H3.5v1.75h.438zm-3.5-.437H0v2.625h.438zM6.563.875h-1.75v.438h1.75z" fill="#000"/>
	<path d="M3.063.438H1.75v.438h1.313zm1.75.438h-1.75v.438h1.75zm1.75.438h-1.75v.438h1.75z" fill="#f0f0f0"/>
	<path d="M3.063 6.563H1.75v.438h1.313z" fill="#000"/>
	<path d="M2.625 6.125v-.438h-.437v-.875H1.75V2.188h.438v-.875h.438V.875H1.75v.438H.875v1.75H.438v1.75h.438v.875h.438v.438h.438v.438h1.313v-.438z" fill="#ffe361"/>
	<path d="M3.063 6.125H1.75v.438h1.313z" fill="#ffb84b"/>
	<path d="M4.813 6.125h-1.75v.438h1.75z" fill="#000"/>
	<path d="M4.375 5.688V5.25h-.437v-.875H3.5v-1.75h.438V1.75h.438v-.437H3.063v.438h-.438v1.313h-.437v1.75h.438v.875h.438v.438h1.75v-.438z" fill="#ffe361"/>
	<path d="M6.563 5.688h-1.75v.438h1.75zM1.75.438h-.437v.438h.438zm-.437.437H.875v.438h.438zm-.438.438H.438v.875h.438zm6.125 0h-.438v.438H7zm-.438.438h-.438v.438h.438zm-.438.438h-.438v.875h.438zm.875 3.063h-.438v.438h.438zm-.438-.438h-.438v.438h.438zm-.438-.875h-.438v.875h.438zm-.438-.875h-.438v.875h.438zM1.747 6.127h-.434v.438h.438zm-.438-.438H.875v.438h.438zm-.438-.875H.438v.875h.438zm1.313-2.625H1.75v2.625h.438zM3.059.876h-.434v.438h.438zm-.434.437h-.437v.875h.438z" fill="#000"/>
	<path d="M.875 2.188H.438v.875h.438zm1.75 0h-.437v.875h.438z" fill="#f0f0f0"/>
	<path d="M2.188 1.313H1.75v.875h.438z" fill="#ffb84b"/>
	<path d="M4.813 1.313h-.438v.438h.438z" fill="#000"/>
	<path d="M1.75.875h-.437v.438h.438z" fill="#f0f0f0"/>
	<path d="M2.625.875h-.437v.438h.438zm1.313.875H3.5v.875h.438zm.438-.438h-.438v.438h.438zm-2.188 3.5H1.75v.438h.438zm-.438.875h-.437v.438h.438zm-.438-.875H.875v.875h.438zm2.188.875v-.438h-.437v-.438h-.438v.875h.438v.438h1.75v-.438zm.438-1.313H3.5v.438h.438z" fill="#ffb84b"/>
	<path d="M4.375 5.688V5.25h-.437v-.875H3.5v-1.75h.438V1.75h.438v-.437H3.063v.438h-.438v1.313h-.437v1.75h.438v.875h.438v.438h1.75v-.438z" fill="url(#a)"/>
	<path d="M6.125 5.25v-.438h-.438v-.874h-.438v-.875h.438v-.875h.438V1.75H4.812v.438h-.438v.438h-.436v1.75h.438v.875h.438v.438h1.75v-.438z" fill="#ff2c52"/>
	<path d="M5.688 2.188H5.25v.875h.438zm.438-.438h-.438v.438h.438zm-.438 2.188H5.25v.438h.438zM5.25 5.251v-.438h-.875v.438h.438v.438h1.75v-.438z" fill="#be0351"/>
	<path d="M1.313 1.313H.875v.438h.438zm0 1.75H.875v.438h.438zm1.75-1.75h-.438v.438h.438zm1.75.438h-.438v.438h.438zm-.438.875h-.437v.438h.438z" fill="#f0f0f0"/>
	<path d="M4.375 1.75h-.437v.875h.438zM3.062 5.688h-.437v.438h.438zm-.438-.875h-.436v.875h.438zm2.188.438h-.438v.438h.438zm-.438-.875h-.436v.875h.438z" fill="#000"/>
	<defs>
		<radialGradient id="a" cx=".75" cy=".5" r="1" fx=".75" fy=".5">
		<stop stop-color="#ff2c52" offset="30%"/>
		<stop stop-color="#ffe361" offset="70%"/>
		</radialGradient>
	</defs>
`;function ui(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Ma}
	</svg>`}var xa=E`
	<path d="M4.813.438v.438h-.438v.438h-.437v.438H3.5v.438h-.437v.875h-.438v.438H3.5v.875h.438v-.44h.875V3.5h.438v-.437h.438v-.438h.438v-.437h.438V.438z" fill="#d1cdd5"/>
	<path d="M1.313 3.938h.438v.438h.875v.875h.438v.438h.875v.438h.875v-.875h-.876v-.438H3.5v-.438h-.437v-.438h-.438V3.5h-.437v-.437H1.75v-.875H.875v.875h.438z" fill="#ffe361"/>
	<path d="M2.188 4.813h-.875v.875h.875zm-.875.875H.438v.875h.875z" fill="#ffe361"/>
	<path d="M4.813.438h-.438v.438h.438zm-.438.438h-.437v.438h.438zm-.437.437H3.5v.438h.438zM3.5 1.75h-.437v.438h.438zm-.437.438h-.438v.875h.438zm-.875 0H1.75v.875h.438zm-1.313 0H.438v.875h.438zm.438.875H.875v.875h.438zm3.5.875h-.875v.438h.875zm0 .875h-.875v.438h.875zm.438.438h-.438v.875h.438z" fill="#000"/>
	<path d="M6.563.438h-.438v1.75h.438z" fill="#847d8b"/>
	<path d="M.438 5.688H0v.875h.438zm4.375.438h-.875v.438h.875zm-.875-.438h-.875v.438h.875z" fill="#000"/>
	<path d="M2.188 5.25h-.875v.438h.875zm-.875.875H.438v.438h.875z" fill="#ffb84b"/>
	<path d="M1.313 6.125v.438h.438v-.438h.438v-.438h-.876zm1.313-.875v-.875H1.75v-.437h-.437v.875h.875v.875h.875V5.25zm-1.313 0v-.438H.875v.438H.438v.438h.875zm0 1.313H.438v.438h.875zM1.75 1.75H.875v.438h.875zm1.313 2.188v.438h.438V3.5h-.876v.438z" fill="#000"/>
	<path d="M5.688 1.313H5.25v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.436v.438h.438zm-.436.436H3.5v.438h.438z" fill="#847d8b"/>
	<path d="M3.063 3.063h-.438v.438h.438z" fill="#f0f0f0"/>
	<path d="M1.75 3.5h-.437v.438h.438zm-.437-.875H.875v.438h.438zm.875 1.313H1.75v.438h.438zm.875.875h-.438v.438h.438zm.438.438h-.438v.438h.438zm.875.438h-.438v.438h.438z" fill="#ffb84b"/>
	<path d="M3.938 4.375H3.5v.438h.438zM2.625 3.063h-.437v.438h.438zm3.938-.875h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438-3.5V.44h1.75v1.75h.438V0z" fill="#000"/>
	<path d="M4.813 5.25h-.438v.438h.438zm-.875-.438H3.5v.438h.438zM3.5 4.374h-.437v.438h.438zm-.437-.436h-.438v.438h.438zM2.625 3.5h-.437v.438h.438zm-.437-.437H1.75v.438h.438zM3.5 2.188h-.437v.438h1.313v-.438h-.438V1.75H3.5zM4.375.875v.438h-.437v.438h1.313v-.438h-.438V.875zm1.75-.438H4.812v.438h1.313z" fill="#f0f0f0"/>
	<path d="M6.125 2.188h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.438.438h-.438v.438h.438zm-.873.436H3.5v.438h.438z" fill="#847d8b"/>
	<path d="M1.75 2.188h-.437v.438h.438zm0 2.625h-.437v.438h.438zm-.875.875H.438v.438h.438z" fill="#f0f0f0"/>
`;function gi(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${xa}
	</svg>`}var Ha=E`
	<path d="M5.688 2.625v-.437H5.25V1.75h-.438v-.437h-.438V.875h-.436V.438h-.875v.438h-.438v.438h-.437v.438H1.75v.438h-.437v.438H.875v.875H.438v2.188h.438v.438h.875v.438h3.5v-.438h.875v-.438h.438V3.5h-.438v-.875z" fill="#0abbff"/>
	<path d="M3.063 0v.438h.875V0zm-.438.438v.438h.438V.438zm1.313 0v.438h.438V.438zm.438.438v.438h.438V.875zm.438.438v.438h.438v-.439zm.438.438v.438h.438v-.44zm.438.438v.438h.438v-.44zm.438.438v.875h.438v-.878zm-5.69-.003V3.5h.438v-.875zM0 3.5v2.188h.438V3.5zm6.563 0v2.188h.438V3.5zM2.188.875v.438h.438V.875zm-.438.438v.438h.438v-.438zm-.437.437v.438h.438V1.75zm-.438.438v.438h.438v-.438zm-.438 3.5v.438h.438v-.438zm5.688 0v.438h.438v-.438zm-4.375.875v.438h3.5v-.438z" fill="#000"/>
	<path d="M1.75 6.125v.438h3.5v-.438z" fill="#4282d8"/>
	<path d="M.875 6.125v.438h.875v-.438zm5.25.438v-.438H5.25v.438z" fill="#000"/>
	<path d="M3.063.438v.438h.875V.438z" fill="#fff"/>
	<path opacity=".5" d="M4.813 3.5v-.437h-.438v-.438h-.437v-.437h-.875v.438h-.438v.438h-.437v.438H1.75v1.313h.438v.438h2.625v-.438h.438V3.5z" fill="#fff"/>
	<path d="M2.625.875v.438h.438V.875zm-.437.438v.438h.438v-.438zm.438.438v.438h.438V1.75zM1.75 1.75v.438h.438V1.75zm-.437.438v.438h.438v-.438zm-.438.437V3.5h.438v-.875zM.438 3.5v.875h.438V3.5z" fill="#fff"/>
	<path d="M5.25 2.188v.438h.438v-.438zm.438.438v.875h.438v-.876zm.438.875v1.75h-.438v.438H5.25v.438h.875v-.438h.438V3.5zM.875 6.125h.875v-.438H.875z" fill="#4282d8"/>
`;function _i(i={}){return f`<svg
		${C(i)}
		aria-hidden="true"
		role="img"
		width="14"
		height="14"
		viewBox="0 0 7 7"
		fill="none"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Ha}
	</svg>`}var $a=globalThis.$discordMessage??{};function Fe(){return $a}var Di={blue:"",gray:"",green:"",orange:"",red:"",pink:""},Oi=Fe().avatars??{},qe=Object.assign(Di,Oi,{default:Di[Oi.default]??Oi.default??Di.blue}),zi=Fe().profiles??{},Vs=Fe().defaultTheme==="light"?"light":"dark",As=Fe().defaultMode==="compact"?"compact":"cozy",js=Fe().defaultBackground==="none"?"none":"discord",Ss=new Map([["heart",si()],["crystal",Xt()],["diamond",Yt()],["explosion",ei()],["flame",ti()],["flower",ii()],["key",ai()],["leaf",ri()],["lightning",oi()],["magic",hi()],["moon",li()],["mushroom",ni()],["mythical",ci()],["ornament",di()],["plasma",mi()],["rock",fi()],["shell",vi()],["skull",pi()],["sun",ui()],["sword",gi()],["water",_i()]]);var ka=E`
	<path
		fill="currentColor"
		d="M18.91 12.98a5.45 5.45 0 0 1 2.18 6.2c-.1.33-.09.68.1.96l.83 1.32a1 1 0 0 1-.84 1.54h-5.5A5.6 5.6 0 0 1 10 17.5a5.6 5.6 0 0 1 5.68-5.5c1.2 0 2.32.36 3.23.98Z"
	/>
	<path
		fill="currentColor"
		d="M19.24 10.86c.32.16.72-.02.74-.38L20 10c0-4.42-4.03-8-9-8s-9 3.58-9 8c0 1.5.47 2.91 1.28 4.11.14.21.12.49-.06.67l-1.51 1.51A1 1 0 0 0 2.4 18h5.1a.5.5 0 0 0 .49-.5c0-4.2 3.5-7.5 7.68-7.5 1.28 0 2.5.3 3.56.86Z"
	/>
`;function Tt(i={}){return f`<svg
		${C(i)}
		class="discord-mention-icon"
		aria-hidden="false"
		width="24"
		height="24"
		viewBox="0 0 20 20"
		xmlns="http://www.w3.org/2000/svg"
	>
		${ka}
	</svg>`}var Ta=E`
	<path
		fill="currentColor"
		fill-rule="evenodd"
		clip-rule="evenodd"
		d="M10.99 3.16A1 1 0 1 0 9 2.84L8.15 8H4a1 1 0 0 0 0 2h3.82l-.67 4H3a1 1 0 1 0 0 2h3.82l-.8 4.84a1 1 0 0 0 1.97.32L8.85 16h4.97l-.8 4.84a1 1 0 0 0 1.97.32l.86-5.16H20a1 1 0 1 0 0-2h-3.82l.67-4H21a1 1 0 1 0 0-2h-3.82l.8-4.84a1 1 0 1 0-1.97-.32L15.15 8h-4.97l.8-4.84ZM14.15 14l.67-4H9.85l-.67 4h4.97Z"
	/>
`;function Et(i={}){return f`<svg
		${C(i)}
		class="discord-mention-icon"
		aria-hidden="false"
		width="24"
		height="24"
		viewBox="0 0 24 24"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Ta}
	</svg>`}var Ea=E`
	<path
		fill="currentColor"
		d="M12 2.81a1 1 0 0 1 0-1.41l.36-.36a1 1 0 0 1 1.41 0l9.2 9.2a1 1 0 0 1 0 1.4l-.7.7a1 1 0 0 1-1.3.13l-9.54-6.72a1 1 0 0 1-.08-1.58l1-1L12 2.8ZM12 21.2a1 1 0 0 1 0 1.41l-.35.35a1 1 0 0 1-1.41 0l-9.2-9.19a1 1 0 0 1 0-1.41l.7-.7a1 1 0 0 1 1.3-.12l9.54 6.72a1 1 0 0 1 .07 1.58l-1 1 .35.36ZM15.66 16.8a1 1 0 0 1-1.38.28l-8.49-5.66A1 1 0 1 1 6.9 9.76l8.49 5.65a1 1 0 0 1 .27 1.39ZM17.1 14.25a1 1 0 1 0 1.11-1.66L9.73 6.93a1 1 0 0 0-1.11 1.66l8.49 5.66Z"
	/>
`;function Ct(i={}){return f`<svg
		${C(i)}
		class="discord-mention-icon"
		aria-hidden="false"
		width="24"
		height="24"
		viewBox="0 0 24 24"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Ea}
	</svg>`}var Ca=E`
	<path
		fill="currentColor"
		fill-rule="evenodd"
		clip-rule="evenodd"
		d="M6 9h1V6a5 5 0 0 1 10 0v3h1a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3Zm9-3v3H9V6a3 3 0 1 1 6 0Zm-1 8a2 2 0 0 1-1 1.73V18a1 1 0 1 1-2 0v-2.27A2 2 0 1 1 14 14Z"
	/>
`;function Vt(i={}){return f`<svg
		${C(i)}
		class="discord-mention-icon"
		aria-hidden="false"
		width="24"
		height="24"
		viewBox="0 0 24 24"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Ca}
	</svg>`}var Va=E`
	<path
		fill="currentColor"
		d="M12 3a1 1 0 0 0-1-1h-.06a1 1 0 0 0-.74.32L5.92 7H3a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h2.92l4.28 4.68a1 1 0 0 0 .74.32H11a1 1 0 0 0 1-1V3ZM15.1 20.75c-.58.14-1.1-.33-1.1-.92v-.03c0-.5.37-.92.85-1.05a7 7 0 0 0 0-13.5A1.11 1.11 0 0 1 14 4.2v-.03c0-.6.52-1.06 1.1-.92a9 9 0 0 1 0 17.5Z"
	/>
	<path
		fill="currentColor"
		d="M15.16 16.51c-.57.28-1.16-.2-1.16-.83v-.14c0-.43.28-.8.63-1.02a3 3 0 0 0 0-5.04c-.35-.23-.63-.6-.63-1.02v-.14c0-.63.59-1.1 1.16-.83a5 5 0 0 1 0 9.02Z"
	/>
`;function At(i={}){return f`<svg
		${C(i)}
		class="discord-mention-icon"
		aria-hidden="false"
		width="24"
		height="24"
		viewBox="0 0 24 24"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Va}
	</svg>`}var Xe=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},Me=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},J="light-theme",Ce="compact-mode",Ii="no-background",Wl=(()=>{let i=[F("discord-messages")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[];var R=class extends a{static{e=this}static{let w=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[zt({context:J}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],_=[zt({context:Ii}),b({type:Boolean,reflect:!0,attribute:"no-background"})],r=[zt({context:Ce}),b({type:Boolean,reflect:!0,attribute:"compact-mode"})],u=[b({reflect:!0,attribute:"channel-type"})],v=[b({reflect:!0,attribute:"channel-name"})],Xe(this,null,l,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:p=>"lightTheme"in p,get:p=>p.lightTheme,set:(p,V)=>{p.lightTheme=V}},metadata:w},o,c),Xe(this,null,_,{kind:"accessor",name:"noBackground",static:!1,private:!1,access:{has:p=>"noBackground"in p,get:p=>p.noBackground,set:(p,V)=>{p.noBackground=V}},metadata:w},m,h),Xe(this,null,r,{kind:"accessor",name:"compactMode",static:!1,private:!1,access:{has:p=>"compactMode"in p,get:p=>p.compactMode,set:(p,V)=>{p.compactMode=V}},metadata:w},y,g),Xe(this,null,u,{kind:"accessor",name:"channelType",static:!1,private:!1,access:{has:p=>"channelType"in p,get:p=>p.channelType,set:(p,V)=>{p.channelType=V}},metadata:w},d,n),Xe(this,null,v,{kind:"accessor",name:"channelName",static:!1,private:!1,access:{has:p=>"channelName"in p,get:p=>p.channelName,set:(p,V)=>{p.channelName=V}},metadata:w},A,k),Xe(null,t={value:e},i,{kind:"class",name:e.name,metadata:w},null,s),R=e=t.value,w&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:w})}static styles=U`
		:host {
			color: #fff;
			background-color: #36393e;
			display: block;
			font-size: 16px;
			font-family: 'gg sans', 'Noto Sans', Whitney, 'Helvetica Neue', Helvetica, Roboto, Arial, sans-serif;
			line-height: 170%;
			border: 1px solid rgba(255, 255, 255, 0.05);
		}

		:host([light-theme]) {
			color: #747f8d;
			background-color: #fff;
			border-color: #dedede;
		}

		:host([no-background]) {
			background-color: unset;
		}

		::slotted(*) {
			padding-top: 0.125rem;
			padding-bottom: 0.125rem;
		}

		::slotted(*:first-child) {
			margin-top: 0.5rem;
		}

		::slotted(*:not(:first-child)) {
			margin-top: 1.0625rem;
		}

		:host([compact-mode]) ::slotted(*:not(:first-child)) {
			margin-top: unset;
		}

		::slotted(*:last-child) {
			margin-bottom: 0.5rem;
			border-bottom-width: 0;
		}

		:host .discord-channel-header {
			display: flex;
			align-items: center;
			padding: 0.5rem 1rem;
			box-shadow:
				0 2px 0 0 rgba(0, 0, 0, 0.05),
				0 1.5px 0 0 rgba(0, 0, 0, 0.05),
				0 1px 0 0 rgba(0, 0, 0, 0.16);
		}

		:host .discord-channel-icon {
			height: 24px;
			width: auto;
			margin: 0 8px;
			position: relative;
			flex: 0 0 auto;
			color: #80848e;
		}

		:host([light-theme]) .discord-channel-icon {
			color: #6d6f78;
		}

		:host .discord-channel-name {
			margin: 0 8px 0 0;
			flex: 0 0 auto;
			min-width: auto;
		}
	`;#e=Me(this,o,!1);get lightTheme(){return this.#e}set lightTheme(w){this.#e=w}#t=(Me(this,c),Me(this,m,!1));get noBackground(){return this.#t}set noBackground(w){this.#t=w}#i=(Me(this,h),Me(this,y,!1));get compactMode(){return this.#i}set compactMode(w){this.#i=w}#s=(Me(this,g),Me(this,d,void 0));get channelType(){return this.#s}set channelType(w){this.#s=w}#a=(Me(this,n),Me(this,A,void 0));get channelName(){return this.#a}set channelName(w){this.#a=w}connectedCallback(){super.connectedCallback(),(this.lightTheme||Vs==="light"&&this.lightTheme)&&(this.lightTheme=!0),(this.compactMode||As==="compact"&&this.compactMode)&&(this.compactMode=!0),(this.noBackground||js==="none"&&this.noBackground)&&(this.noBackground=!0)}render(){let w;switch(this.channelType){case"text":w=f`${Et()}`;break;case"voice":w=f`${At()}`;break;case"locked":w=f`${Vt()}`;break;case"thread":w=f`${Ct()}`;break;case"forum":w=f`${Tt()}`;break}return f`
			${P(this.channelType&&this.channelName,()=>f`<div class="discord-channel-header">
						<div class="discord-channel-icon">${w}</div>
						<div class="discord-channel-name">${this.channelName}</div>
					</div>`)}
			<slot></slot>
		`}constructor(){super(...arguments),Me(this,k)}static{Me(e,s)}};return R=e})();var me=Ue(class extends Oe{constructor(i){if(super(i),i.type!==Je.ATTRIBUTE||i.name!=="class"||i.strings?.length>2)throw Error("`classMap()` can only be used in the `class` attribute and must be the only part in the attribute.")}render(i){return" "+Object.keys(i).filter(t=>i[t]).join(" ")+" "}update(i,[t]){if(this.st===void 0){this.st=new Set,i.strings!==void 0&&(this.nt=new Set(i.strings.join(" ").split(/\s/).filter(e=>e!=="")));for(let e in t)t[e]&&!this.nt?.has(e)&&this.st.add(e);return this.render(t)}let s=i.element.classList;for(let e of this.st)e in t||(s.remove(e),this.st.delete(e));for(let e in t){let a=!!t[e];a===this.st.has(e)||this.nt?.has(e)||(a?(s.add(e),this.st.add(e)):(s.remove(e),this.st.delete(e)))}return we}});var L=i=>i??te;var Bi=class extends Error{constructor(t){super(t),this.name="DiscordComponentsError"}},Aa=new Intl.DateTimeFormat("en-US",{day:"2-digit",month:"2-digit",year:"numeric"}),ja=new Intl.DateTimeFormat("en-US",{hour12:!0,hour:"2-digit",minute:"2-digit"}),Sa=new Intl.DateTimeFormat("en-US",{hour12:!1,hour:"2-digit",minute:"2-digit"}),Da=i=>i instanceof Date?Aa.format(i):i,Oa=(i,t=!1)=>i instanceof Date?t?Sa.format(i):ja.format(i):i;function Ye(i,t=!1,s=!1){if(!(i instanceof Date)&&typeof i!="string")throw new TypeError("Timestamp prop must be a Date object or a string.");return t?Oa(i,s):Da(i)}var Ds=/\.(?<ext>bmp|jpe?g|png|gif|webp|tiff)$/i;function Os(i){if(!Ds.test(i))throw new Bi(`The url of an image for discord-image-attachment should match the regex ${Ds}`)}var Ia=/(?:<(?<animated>a)?:(?<name>\w{2,32}):)?(?<id>\d{17,21})>?/;function et(i){let t=Fe().emojis?.[i];if(t)return t;let s=Ia.exec(i);if(s?.groups){let{name:e,id:a,animated:l}=s.groups;return{name:e,url:`"gif":"png"}`}}}function bi(i){if(i)return Ss.get(i)??i}var Ba=E`
	<path d="M7.4,11.17,4,8.62,5,7.26l2,1.53L10.64,4l1.36,1Z" fill="currentColor" />
`;function Ie(i={}){return f`<svg
		${C(i)}
		class="discord-application-tag-verified"
		aria-label="Verified App"
		aria-hidden="false"
		width="16"
		height="16"
		viewBox="0 0 16 15.2"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Ba}
	</svg>`}var Pi=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},jt=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},g3=(()=>{let i=[F("discord-verified-author-tag")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[];var r=class extends a{static{e=this}static{let y=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b({type:Boolean})],_=[K({context:Ce}),b({type:Boolean,reflect:!0,attribute:"compact-mode"})],Pi(this,null,l,{kind:"accessor",name:"verified",static:!1,private:!1,access:{has:g=>"verified"in g,get:g=>g.verified,set:(g,u)=>{g.verified=u}},metadata:y},o,c),Pi(this,null,_,{kind:"accessor",name:"compactMode",static:!1,private:!1,access:{has:g=>"compactMode"in g,get:g=>g.compactMode,set:(g,u)=>{g.compactMode=u}},metadata:y},m,h),Pi(null,t={value:e},i,{kind:"class",name:e.name,metadata:y},null,s),r=e=t.value,y&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:y})}static styles=U`
		:host {
			background-color: #5865f2;
			color: #fff;
			font-size: 0.625em;
			margin-left: 4px;
			border-radius: 3px;
			line-height: 100%;
			text-transform: uppercase;
			display: inline-flex;
			align-items: center;
			height: 0.9375rem;
			padding: 0 0.275rem;
			margin-top: 0.075em;
			border-radius: 0.1875rem;
		}

		:host .discord-application-tag-verified {
			display: inline-block;
			width: 0.9375rem;
			height: 0.9375rem;
			margin-left: -0.25rem;
		}

		:host([compact-mode]) {
			padding-left: 10px;
			padding-right: 4px;
			margin-right: 0.25rem;
			margin-left: 0px !important;
			margin-top: 0px !important;
		}

		:host([compact-mode]) .discord-application-tag-verified {
			margin-right: 0.7em;
			margin-left: -0.7em;
		}
	`;#e=jt(this,o,!1);get verified(){return this.#e}set verified(y){this.#e=y}#t=(jt(this,c),jt(this,m,!1));get compactMode(){return this.#t}set compactMode(y){this.#t=y}render(){return f`${P(this.verified,()=>Ie())}App`}constructor(){super(...arguments),jt(this,h)}static{jt(e,s)}};return r=e})();var Is="important",Pa=" !"+Is,Ve=Ue(class extends Oe{constructor(i){if(super(i),i.type!==Je.ATTRIBUTE||i.name!=="style"||i.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(i){return Object.keys(i).reduce((t,s)=>{let e=i[s];return e==null?t:t+`${s=s.includes("-")?s:s.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${e};`},"")}update(i,[t]){let{style:s}=i.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let e of this.ft)t[e]==null&&(this.ft.delete(e),e.includes("-")?s.removeProperty(e):s[e]=null);for(let e in t){let a=t[e];if(a!=null){this.ft.add(e);let l=typeof a=="string"&&a.endsWith(Pa);e.includes("-")||l?s.setProperty(e,l?a.slice(0,-11):a,l?Is:""):s[e]=a}}return we}});var ce=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},X=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},O3=(()=>{let i=[F("discord-author-info")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[],R,w=[],p=[],V,ie=[],ae=[],re,he=[],le=[],ne,q=[],S=[],Q,fe=[],ve=[],pe,ue=[],ge=[],_e,ze=[],be=[],ye,I=[],$=[];var Z=class extends a{static{e=this}static{let D=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b()],_=[b({type:Boolean})],r=[b({type:Boolean})],u=[b({type:Boolean,attribute:"official-app"})],v=[b({type:Boolean})],R=[b({attribute:"role-color"})],V=[b({attribute:"role-icon"})],re=[b({attribute:"role-name"})],ne=[b({attribute:"clan-icon"})],Q=[b({attribute:"clan-tag"})],pe=[b({type:Boolean})],_e=[K({context:Ce}),b({type:Boolean,reflect:!0,attribute:"compact-mode"})],ye=[K({context:J}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],ce(this,null,l,{kind:"accessor",name:"author",static:!1,private:!1,access:{has:H=>"author"in H,get:H=>H.author,set:(H,G)=>{H.author=G}},metadata:D},o,c),ce(this,null,_,{kind:"accessor",name:"bot",static:!1,private:!1,access:{has:H=>"bot"in H,get:H=>H.bot,set:(H,G)=>{H.bot=G}},metadata:D},m,h),ce(this,null,r,{kind:"accessor",name:"server",static:!1,private:!1,access:{has:H=>"server"in H,get:H=>H.server,set:(H,G)=>{H.server=G}},metadata:D},y,g),ce(this,null,u,{kind:"accessor",name:"officialApp",static:!1,private:!1,access:{has:H=>"officialApp"in H,get:H=>H.officialApp,set:(H,G)=>{H.officialApp=G}},metadata:D},d,n),ce(this,null,v,{kind:"accessor",name:"op",static:!1,private:!1,access:{has:H=>"op"in H,get:H=>H.op,set:(H,G)=>{H.op=G}},metadata:D},A,k),ce(this,null,R,{kind:"accessor",name:"roleColor",static:!1,private:!1,access:{has:H=>"roleColor"in H,get:H=>H.roleColor,set:(H,G)=>{H.roleColor=G}},metadata:D},w,p),ce(this,null,V,{kind:"accessor",name:"roleIcon",static:!1,private:!1,access:{has:H=>"roleIcon"in H,get:H=>H.roleIcon,set:(H,G)=>{H.roleIcon=G}},metadata:D},ie,ae),ce(this,null,re,{kind:"accessor",name:"roleName",static:!1,private:!1,access:{has:H=>"roleName"in H,get:H=>H.roleName,set:(H,G)=>{H.roleName=G}},metadata:D},he,le),ce(this,null,ne,{kind:"accessor",name:"clanIcon",static:!1,private:!1,access:{has:H=>"clanIcon"in H,get:H=>H.clanIcon,set:(H,G)=>{H.clanIcon=G}},metadata:D},q,S),ce(this,null,Q,{kind:"accessor",name:"clanTag",static:!1,private:!1,access:{has:H=>"clanTag"in H,get:H=>H.clanTag,set:(H,G)=>{H.clanTag=G}},metadata:D},fe,ve),ce(this,null,pe,{kind:"accessor",name:"verified",static:!1,private:!1,access:{has:H=>"verified"in H,get:H=>H.verified,set:(H,G)=>{H.verified=G}},metadata:D},ue,ge),ce(this,null,_e,{kind:"accessor",name:"compactMode",static:!1,private:!1,access:{has:H=>"compactMode"in H,get:H=>H.compactMode,set:(H,G)=>{H.compactMode=G}},metadata:D},ze,be),ce(this,null,ye,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:H=>"lightTheme"in H,get:H=>H.lightTheme,set:(H,G)=>{H.lightTheme=G}},metadata:D},I,$),ce(null,t={value:e},i,{kind:"class",name:e.name,metadata:D},null,s),Z=e=t.value,D&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:D})}static styles=U`
		:host {
			display: inline-flex;
			align-items: center;
			font-size: 16px;
			text-underline-offset: 1px;
			margin-right: 0.25rem;
		}

		:host .discord-author-username {
			color: #fff;
			font-size: 1em;
			font-weight: 500;
		}

		:host .discord-author-username:hover {
			text-decoration: underline;
			cursor: pointer;
		}

		:host([light-theme]) .discord-author-username {
			color: #23262a;
		}

		:host .discord-clan-tag {
			background-color: oklab(0.431937 0.00109309 -0.0132537 / 0.54);
			color: #fff;
			font-size: 12px;
			font-weight: 500;
			margin-left: 0.25rem;
			border-radius: 4px;
			line-height: 100%;
			text-transform: uppercase;
			display: inline-flex;
			width: max-content;
			gap: 0.25rem;
			justify-content: space-between;
			align-items: center;
			padding: 0 0.275rem;
			margin-top: 0.075em;
			height: 1.2rem;
			min-width: 45px;
			line-height: 1rem !important;
			transition: background-color 100ms ease-in-out;
			cursor: pointer;
		}

		:host .discord-clan-tag:hover {
			background-color: oklab(0.431937 0.00109309 -0.0132537 / 0.34);
		}

		:host([light-theme]) .discord-clan-tag {
			background-color: hsl(0 calc(1 * 0%) 0.8%/0.09);
			color: #000;
		}

		:host([light-theme]) .discord-clan-tag:hover {
			background-color: hsl(0 calc(1 * 0%) 0.8%/0.03);
		}

		:host([compact-mode]) .discord-clan-tag {
			margin-left: 0rem;
		}

		:host .discord-clan-tag span,
		:host .discord-clan-tag svg,
		:host .discord-clan-tag img {
			user-select: none;
			-webkit-user-select: none;
		}

		:host .discord-application-tag {
			background-color: #5865f2;
			color: #fff;
			font-size: 0.625em;
			border-radius: 3px;
			line-height: 100%;
			text-transform: uppercase;

			/* Use flex layout to ensure both verified icon and "BOT" text are aligned to center */
			display: inline-flex;
			align-items: center;

			/* Styling taken through Inspect Element on Discord client for Windows */
			height: 0.9375rem;
			padding: 0 0.275rem;
			margin-top: 0.075em;
			border-radius: 0.1875rem;
		}

		:host .discord-official-application {
			background-color: #5865f2;
			color: #fff;
			font-size: 0.625em;
			margin-left: 4px;
			border-radius: 3px;
			line-height: 100%;
			text-transform: uppercase;

			/* Use flex layout to ensure both verified icon and "BOT" text are aligned to center */
			display: flex;
			align-items: center;

			/* Styling taken through Inspect Element on Discord client for Windows */
			height: 0.9375rem;
			padding: 0 0.275rem;
			margin-top: 0.075em;
			border-radius: 0.1875rem;
		}

		:host([compact-mode]) .discord-official-application {
			margin-right: 5px;
			margin-left: 0px !important;
		}

		:host .discord-application-tag.discord-application-tag-op {
			background-color: #c9cdfb;
			color: #4752c4;
			border-radius: 0.4rem;
		}

		:host .discord-author-role-icon {
			margin-left: 0.25rem;
			vertical-align: top;
			height: calc(1rem + 4px);
			width: calc(1rem + 4px);
		}

		:host([compact-mode]) .discord-author-username {
			margin-right: 0.25rem;
		}

		:host([compact-mode]) .discord-application-tag {
			padding-left: 10px;
			padding-right: 4px;
			margin-right: 0.25rem;
		}
	`;#e=X(this,o,void 0);get author(){return this.#e}set author(D){this.#e=D}#t=(X(this,c),X(this,m,!1));get bot(){return this.#t}set bot(D){this.#t=D}#i=(X(this,h),X(this,y,!1));get server(){return this.#i}set server(D){this.#i=D}#s=(X(this,g),X(this,d,!1));get officialApp(){return this.#s}set officialApp(D){this.#s=D}#a=(X(this,n),X(this,A,!1));get op(){return this.#a}set op(D){this.#a=D}#r=(X(this,k),X(this,w,void 0));get roleColor(){return this.#r}set roleColor(D){this.#r=D}#o=(X(this,p),X(this,ie,void 0));get roleIcon(){return this.#o}set roleIcon(D){this.#o=D}#h=(X(this,ae),X(this,he,void 0));get roleName(){return this.#h}set roleName(D){this.#h=D}#l=(X(this,le),X(this,q,void 0));get clanIcon(){return this.#l}set clanIcon(D){this.#l=D}#n=(X(this,S),X(this,fe,void 0));get clanTag(){return this.#n}set clanTag(D){this.#n=D}#c=(X(this,ve),X(this,ue,!1));get verified(){return this.#c}set verified(D){this.#c=D}#d=(X(this,ge),X(this,ze,!1));get compactMode(){return this.#d}set compactMode(D){this.#d=D}#m=(X(this,be),X(this,I,!1));get lightTheme(){return this.#m}set lightTheme(D){this.#m=D}render(){let D=bi(this.clanIcon),H=this.clanTag?.slice(0,4);return f`${P(this.compactMode,()=>null,()=>f`<span class="discord-author-username" style="${Ve({color:this.roleColor??void 0})}">${this.author}</span>`)}
		${P(this.roleIcon&&!this.compactMode,()=>f`<img
					class="discord-author-role-icon"
					src=${L(this.roleIcon)}
					height="20"
					width="20"
					alt=${L(this.roleName)}
					draggable="false"
				/>`)}
		${P(this.bot&&!this.server&&!this.officialApp,()=>f`<discord-verified-author-tag .verified=${this.verified}></discord-verified-author-tag>`)}
		${P(this.server&&!this.bot&&!this.officialApp,()=>f`<span class="discord-application-tag">Server</span>`)}
		${P(this.officialApp&&!this.server&&!this.bot,()=>f`<span class="discord-official-application">${Ie()}OFFICIAL</span>`)}
		${P(this.op,()=>f`<span class="discord-application-tag discord-application-tag-op">OP</span>`)}
		${P(this.compactMode,()=>f`<span class="discord-author-username" style="${Ve({color:this.roleColor??void 0})}">${this.author}</span>`)}
		${P(this.clanIcon&&this.clanTag&&this.clanTag?.length>0,()=>f`
				<span class="discord-clan-tag">
					${D==="string"?f`<img srcset=${L(D)} alt=${L(H)} width="12" height="12" draggable="false" />`:D}
					<span>${H}</span>
				</span>
			`)} `}constructor(){super(...arguments),X(this,$)}static{X(e,s)}};return Z=e})();var Na=E`
 	<path 
		fill="currentColor" 
 		d="M15.56 11.77c.2-.1.44.02.44.23a4 4 0 1 1-4-4c.21 0 .33.25.23.44a2.5 2.5 0 0 0 3.32 3.32Z"
 	/>
  	<path 
		fill="currentColor" 
  		fill-rule="evenodd" 
  		d="M22.89 11.7q.105.3 0 .6C22.27 13.9 19.1 21 12 21c-7.11 0-10.27-7.11-10.89-8.7a.83.83 0 0 1 0-.6C1.73 10.1 4.9 3 12 3c7.11 0 10.27 7.11 10.89 8.7m-4.5-3.62A15.1 15.1 0 0 1 20.85 12c-.38.88-1.18 2.47-2.46 3.92C16.87 17.62 14.8 19 12 19s-4.87-1.38-6.39-3.08A15.1 15.1 0 0 1 3.15 12c.38-.88 1.18-2.47 2.46-3.92C7.13 6.38 9.2 5 12 5s4.87 1.38 6.39 3.08" 
  		clip-rule="evenodd"
  	/>
`;function Ni(i={}){return f`<svg
		${C(i)}
		class="discord-message-ephemeral-icon"
		aria-hidden="false"
		width="16"
		height="16"
		viewBox="0 0 24 24"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Na}
	</svg>`}var Y=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},N=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},Y3=(()=>{let i=[F("discord-message")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[],R,w=[],p=[],V,ie=[],ae=[],re,he=[],le=[],ne,q=[],S=[],Q,fe=[],ve=[],pe,ue=[],ge=[],_e,ze=[],be=[],ye,I=[],$=[],Z,D=[],H=[],G,rt=[],ot=[],ht,lt=[],nt=[],ct,dt=[],mt=[],ft,vt=[],pt=[],ut,j=[],M=[],O,We=[],gt=[],It,Yi=[],es=[],ts,is=[],ss=[],as,rs=[],os=[],hs,ls=[],ns=[];var cs=class extends a{static{e=this}static{let x=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b()],_=[b()],r=[b()],u=[b({type:Boolean})],v=[b({type:Boolean})],R=[b({type:Boolean,attribute:"official-app"})],V=[b({type:Boolean})],re=[b({type:Boolean})],ne=[b({type:Boolean})],Q=[b({attribute:"role-color"})],pe=[b({attribute:"role-icon"})],_e=[b({attribute:"role-name"})],ye=[b({attribute:"clan-icon"})],Z=[b({attribute:"clan-tag"})],G=[b({type:Boolean,reflect:!0})],ht=[b({type:Boolean,reflect:!0})],ct=[b({type:String,converter:z=>Ye(z,!1,!1),attribute:!0})],ft=[b({type:Boolean,attribute:"twenty-four"})],ut=[b({type:Boolean,attribute:"message-body-only"})],O=[K({context:J}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],It=[K({context:Ce}),b({type:Boolean,reflect:!0,attribute:"compact-mode"})],ts=[K({context:Ii}),b({type:Boolean,reflect:!0,attribute:"no-background"})],as=[b({type:Boolean,reflect:!0,attribute:"has-thread"})],hs=[b({reflect:!1,attribute:"dismiss-message-clicked"})],Y(this,null,l,{kind:"accessor",name:"profile",static:!1,private:!1,access:{has:z=>"profile"in z,get:z=>z.profile,set:(z,T)=>{z.profile=T}},metadata:x},o,c),Y(this,null,_,{kind:"accessor",name:"author",static:!1,private:!1,access:{has:z=>"author"in z,get:z=>z.author,set:(z,T)=>{z.author=T}},metadata:x},m,h),Y(this,null,r,{kind:"accessor",name:"avatar",static:!1,private:!1,access:{has:z=>"avatar"in z,get:z=>z.avatar,set:(z,T)=>{z.avatar=T}},metadata:x},y,g),Y(this,null,u,{kind:"accessor",name:"bot",static:!1,private:!1,access:{has:z=>"bot"in z,get:z=>z.bot,set:(z,T)=>{z.bot=T}},metadata:x},d,n),Y(this,null,v,{kind:"accessor",name:"server",static:!1,private:!1,access:{has:z=>"server"in z,get:z=>z.server,set:(z,T)=>{z.server=T}},metadata:x},A,k),Y(this,null,R,{kind:"accessor",name:"officialApp",static:!1,private:!1,access:{has:z=>"officialApp"in z,get:z=>z.officialApp,set:(z,T)=>{z.officialApp=T}},metadata:x},w,p),Y(this,null,V,{kind:"accessor",name:"verified",static:!1,private:!1,access:{has:z=>"verified"in z,get:z=>z.verified,set:(z,T)=>{z.verified=T}},metadata:x},ie,ae),Y(this,null,re,{kind:"accessor",name:"op",static:!1,private:!1,access:{has:z=>"op"in z,get:z=>z.op,set:(z,T)=>{z.op=T}},metadata:x},he,le),Y(this,null,ne,{kind:"accessor",name:"edited",static:!1,private:!1,access:{has:z=>"edited"in z,get:z=>z.edited,set:(z,T)=>{z.edited=T}},metadata:x},q,S),Y(this,null,Q,{kind:"accessor",name:"roleColor",static:!1,private:!1,access:{has:z=>"roleColor"in z,get:z=>z.roleColor,set:(z,T)=>{z.roleColor=T}},metadata:x},fe,ve),Y(this,null,pe,{kind:"accessor",name:"roleIcon",static:!1,private:!1,access:{has:z=>"roleIcon"in z,get:z=>z.roleIcon,set:(z,T)=>{z.roleIcon=T}},metadata:x},ue,ge),Y(this,null,_e,{kind:"accessor",name:"roleName",static:!1,private:!1,access:{has:z=>"roleName"in z,get:z=>z.roleName,set:(z,T)=>{z.roleName=T}},metadata:x},ze,be),Y(this,null,ye,{kind:"accessor",name:"clanIcon",static:!1,private:!1,access:{has:z=>"clanIcon"in z,get:z=>z.clanIcon,set:(z,T)=>{z.clanIcon=T}},metadata:x},I,$),Y(this,null,Z,{kind:"accessor",name:"clanTag",static:!1,private:!1,access:{has:z=>"clanTag"in z,get:z=>z.clanTag,set:(z,T)=>{z.clanTag=T}},metadata:x},D,H),Y(this,null,G,{kind:"accessor",name:"highlight",static:!1,private:!1,access:{has:z=>"highlight"in z,get:z=>z.highlight,set:(z,T)=>{z.highlight=T}},metadata:x},rt,ot),Y(this,null,ht,{kind:"accessor",name:"ephemeral",static:!1,private:!1,access:{has:z=>"ephemeral"in z,get:z=>z.ephemeral,set:(z,T)=>{z.ephemeral=T}},metadata:x},lt,nt),Y(this,null,ct,{kind:"accessor",name:"timestamp",static:!1,private:!1,access:{has:z=>"timestamp"in z,get:z=>z.timestamp,set:(z,T)=>{z.timestamp=T}},metadata:x},dt,mt),Y(this,null,ft,{kind:"accessor",name:"twentyFour",static:!1,private:!1,access:{has:z=>"twentyFour"in z,get:z=>z.twentyFour,set:(z,T)=>{z.twentyFour=T}},metadata:x},vt,pt),Y(this,null,ut,{kind:"accessor",name:"messageBodyOnly",static:!1,private:!1,access:{has:z=>"messageBodyOnly"in z,get:z=>z.messageBodyOnly,set:(z,T)=>{z.messageBodyOnly=T}},metadata:x},j,M),Y(this,null,O,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:z=>"lightTheme"in z,get:z=>z.lightTheme,set:(z,T)=>{z.lightTheme=T}},metadata:x},We,gt),Y(this,null,It,{kind:"accessor",name:"compactMode",static:!1,private:!1,access:{has:z=>"compactMode"in z,get:z=>z.compactMode,set:(z,T)=>{z.compactMode=T}},metadata:x},Yi,es),Y(this,null,ts,{kind:"accessor",name:"noBackground",static:!1,private:!1,access:{has:z=>"noBackground"in z,get:z=>z.noBackground,set:(z,T)=>{z.noBackground=T}},metadata:x},is,ss),Y(this,null,as,{kind:"accessor",name:"hasThread",static:!1,private:!1,access:{has:z=>"hasThread"in z,get:z=>z.hasThread,set:(z,T)=>{z.hasThread=T}},metadata:x},rs,os),Y(this,null,hs,{kind:"accessor",name:"dismissMessageClicked",static:!1,private:!1,access:{has:z=>"dismissMessageClicked"in z,get:z=>z.dismissMessageClicked,set:(z,T)=>{z.dismissMessageClicked=T}},metadata:x},ls,ns),Y(null,t={value:e},i,{kind:"class",name:e.name,metadata:x},null,s),cs=e=t.value,x&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:x})}static styles=U`
		:host {
			color: #dcddde;
			display: flex;
			flex-direction: column;
			font-size: 0.9em;
			font-family: 'gg sans', 'Noto Sans', Whitney, 'Helvetica Neue', Helvetica, Roboto, Arial, sans-serif;

			position: relative;
			word-wrap: break-word;
			-webkit-user-select: text;
			-moz-user-select: text;
			-ms-user-select: text;
			user-select: text;
			-webkit-box-flex: 0;
			-ms-flex: 0 0 auto;
			flex: 0 0 auto;
			min-height: 1.375rem;
			padding-left: 1em;
			padding-right: 48px;
			margin-top: inherit;
			margin-bottom: inherit;
			line-height: 16px;
		}

		.discord-message-inner {
			display: flex;
			position: relative;
			-webkit-box-flex: 0;
			-ms-flex: 0 0 auto;
			flex: 0 0 auto;
		}

		.discord-message-inner-center {
			align-items: center;
		}

		:host([message-body-only]) {
			margin-top: 0px !important;
			padding-top: 0.125rem !important;
			padding-bottom: 0.0625rem !important;
		}

		:host([highlight]),
		:host([ephemeral]) {
			padding-right: 5px;
			position: relative;
		}

		:host([highlight])::before,
		:host([ephemeral])::before {
			content: '';
			position: absolute;
			display: block;
			top: 0;
			left: 0;
			bottom: 0;
			pointer-events: none;
			width: 2px;
		}

		:host([highlight]) {
			background-color: rgba(250, 166, 26, 0.1);
		}

		:host([highlight][light-theme]) {
			background-color: rgba(250, 166, 26, 0.1);
		}

		:host([highlight])::before {
			background-color: #faa61a;
		}

		:host([light-theme][highlight])::before {
			background-color: #af7615;
		}

		:host([ephemeral]) {
			background-color: rgba(88, 101, 242, 0.05);
		}

		:host([ephemeral]:hover) {
			background-color: rgba(88, 101, 242, 0.1);
		}

		:host([ephemeral])::before {
			background-color: #5865f2;
		}

		:host([light-theme]) {
			color: #2e3338;
			border-color: #eceeef;
		}

		.discord-author-avatar {
			margin-right: 16px;
			margin-top: 5px;
			min-width: 40px;
			z-index: 1;
			display: flex;
		}

		.discord-author-avatar img {
			width: 40px;
			height: 40px;
			border-radius: 50%;
			cursor: pointer;
		}

		.discord-message-timestamp {
			color: #72767d;
			font-size: 12px;
			margin-left: 3px;
		}

		.discord-message-body-only-indent {
			width: 56px;
		}

		:host(:hover) .discord-message-timestamp-hover::before {
			content: attr(datetime);
		}

		:host([light-theme]) .discord-message-timestamp {
			color: #747f8d;
		}

		.discord-message-edited {
			color: #72767d;
			font-size: 10px;
		}

		:host([light-theme]) .discord-message-edited {
			color: #99aab5;
		}

		.discord-message-content {
			width: 100%;
			line-height: 160%;
			font-weight: normal;
			padding-top: 2px;
		}

		.discord-message-body {
			font-size: 1rem;
			font-weight: 400;
			word-break: break-word;
			position: relative;
		}

		:host([light-theme]) .discord-message-timestamp,
		:host([compact-mode]) .discord-message:hover .discord-message-timestamp {
			color: #99aab5;
		}

		:host([light-theme][compact-mode]).discord-message-timestamp {
			color: #d1d9de;
		}

		:host([compact-mode]) .discord-message-timestamp {
			display: inline-block;
			width: 3.1rem;
			text-align: right;
			font-size: 0.6875rem;
			line-height: 1.375rem;
			margin-right: 0.375rem;
			margin-left: 0;
			text-indent: 0;
		}

		:host([compact-mode]) .discord-message-body {
			line-height: 1.375rem;
			padding-left: 10px;
			margin-left: -6px;
		}

		:host([compact-mode]) .discord-message-compact-indent {
			padding-left: 10px;
		}

		:host .discord-message-markup {
			font-size: 1rem;
			line-height: 1.375rem;
			word-wrap: break-word;
			user-select: text;
			font-weight: 400;
			display: inline;
		}

		:host(:hover) {
			background-color: hsl(0 calc(1 * 0%) 0.8%/0.03);
		}

		:host([highlight]:hover) {
			background-color: hsl(40 calc(1 * 86.4%) 56.9%/0.08);
		}

		:host([has-thread]):after {
			width: 2rem;
			left: 2.2rem;
			top: 4.8rem;
			border-left: 2px solid #4f545c !important;
			border-bottom: 2px solid #4f545c !important;
			border-bottom-left-radius: 8px !important;
			bottom: 29px;
			content: '';
			position: absolute;
		}

		:host([light-theme][has-Thread]):after {
			border-color: #747f8d !important;
		}

		.discord-message-ephemeral {
			margin-top: 4px;
			font-size: 12px;
			font-weight: 400;
			color: #72767d;
		}

		:host([light-theme]) .discord-message-ephemeral {
			color: #747f8d;
		}

		.discord-message-ephemeral .discord-message-ephemeral-link {
			color: #00aff4;
			font-weight: 500;
			cursor: pointer;
		}

		.discord-message-ephemeral .discord-message-ephemeral-link:hover {
			text-decoration: underline;
		}

		.discord-message-ephemeral .discord-message-ephemeral-icon {
			margin-right: 4px;
			vertical-align: text-bottom;
		}
	`;#e=N(this,o,void 0);get profile(){return this.#e}set profile(x){this.#e=x}#t=(N(this,c),N(this,m,"User"));get author(){return this.#t}set author(x){this.#t=x}#i=(N(this,h),N(this,y,void 0));get avatar(){return this.#i}set avatar(x){this.#i=x}#s=(N(this,g),N(this,d,!1));get bot(){return this.#s}set bot(x){this.#s=x}#a=(N(this,n),N(this,A,!1));get server(){return this.#a}set server(x){this.#a=x}#r=(N(this,k),N(this,w,!1));get officialApp(){return this.#r}set officialApp(x){this.#r=x}#o=(N(this,p),N(this,ie,!1));get verified(){return this.#o}set verified(x){this.#o=x}#h=(N(this,ae),N(this,he,!1));get op(){return this.#h}set op(x){this.#h=x}#l=(N(this,le),N(this,q,!1));get edited(){return this.#l}set edited(x){this.#l=x}#n=(N(this,S),N(this,fe,void 0));get roleColor(){return this.#n}set roleColor(x){this.#n=x}#c=(N(this,ve),N(this,ue,void 0));get roleIcon(){return this.#c}set roleIcon(x){this.#c=x}#d=(N(this,ge),N(this,ze,void 0));get roleName(){return this.#d}set roleName(x){this.#d=x}#m=(N(this,be),N(this,I,void 0));get clanIcon(){return this.#m}set clanIcon(x){this.#m=x}#f=(N(this,$),N(this,D,void 0));get clanTag(){return this.#f}set clanTag(x){this.#f=x}#v=(N(this,H),N(this,rt,!1));get highlight(){return this.#v}set highlight(x){this.#v=x}#p=(N(this,ot),N(this,lt,!1));get ephemeral(){return this.#p}set ephemeral(x){this.#p=x}#u=(N(this,nt),N(this,dt,new Date));get timestamp(){return this.#u}set timestamp(x){this.#u=x}#g=(N(this,mt),N(this,vt,!1));get twentyFour(){return this.#g}set twentyFour(x){this.#g=x}#_=(N(this,pt),N(this,j,!1));get messageBodyOnly(){return this.#_}set messageBodyOnly(x){this.#_=x}#z=(N(this,M),N(this,We,!1));get lightTheme(){return this.#z}set lightTheme(x){this.#z=x}#b=(N(this,gt),N(this,Yi,!1));get compactMode(){return this.#b}set compactMode(x){this.#b=x}#y=(N(this,es),N(this,is,!1));get noBackground(){return this.#y}set noBackground(x){this.#y=x}#w=(N(this,ss),N(this,rs,!1));get hasThread(){return this.#w}set hasThread(x){this.#w=x}#M=(N(this,os),N(this,ls,()=>{}));get dismissMessageClicked(){return this.#M}set dismissMessageClicked(x){this.#M=x}willUpdate(){this.hasThread=Array.from(this.children).some(x=>x.tagName.toLowerCase()==="discord-thread"),this.highlight=this.highlight||Array.from(this.children).some(x=>x.tagName.toLowerCase()==="discord-mention"&&x.hasAttribute("highlight")&&(x.type==="user"||x.type==="role"))}handleSpaceToDismissMessage(x){x.code==="Space"&&(x.preventDefault(),x.stopPropagation(),this.dismissMessageClicked?.())}render(){let x={author:this.author,bot:this.bot,officialApp:this.officialApp,verified:this.verified,server:this.server,op:this.op,roleColor:this.roleColor,roleIcon:this.roleIcon,clanIcon:this.clanIcon,clanTag:this.clanTag,roleName:this.roleName},z=this.profile!==void 0&&Reflect.get(zi,this.profile)||{},T={...x,...z,avatar:this.resolveAvatar(z.avatar??this.avatar)},_t=Ye(this.timestamp,this.compactMode,this.twentyFour)??void 0;return f`
			<slot name="reply"></slot>
			<div
				class=${me({"discord-message-inner":!0,"discord-message-inner-center":this.messageBodyOnly})}
			>
				${P(this.compactMode&&!this.messageBodyOnly,()=>f`<time datetime="${L(_t)}" class="discord-message-timestamp">${_t}</time>`,()=>null)}
				${P(this.messageBodyOnly,()=>f`<time
							datetime="${L(_t)}"
							class=${me({"discord-message-timestamp":!0,"discord-message-timestamp-hover":!0,"discord-message-body-only-indent":!this.compactMode})}
						></time>`,()=>null)}
				${P(this.compactMode||this.messageBodyOnly,()=>null,()=>f`<div class="discord-author-avatar">
							<img src="${L(T.avatar)}" alt="${L(T.author)}" />
						</div>`)}

				<div class="discord-message-content">
					${P(this.compactMode||this.messageBodyOnly,()=>null,()=>f`
							<discord-author-info
								author=${T.author??""}
								?bot=${T.bot??!1}
								?server=${T.server??!1}
								?official-app=${T.officialApp??!1}
								?verified=${T.verified??!1}
								?op=${T.op??!1}
								role-color=${T.roleColor??""}
								role-icon=${T.roleIcon??""}
								role-name=${T.roleName??""}
								clan-icon=${T.clanIcon??""}
								clan-tag=${T.clanTag??""}
							></discord-author-info
							><time datetime="${L(_t)}" class="discord-message-timestamp">${_t}</time>
						`)}
					<div class="discord-message-body">
						${P(this.compactMode,()=>f`<discord-author-info
									author=${T.author??""}
									?bot=${T.bot??!1}
									?server=${T.server??!1}
									?official-app=${T.officialApp??!1}
									?verified=${T.verified??!1}
									?op=${T.op??!1}
									role-color=${T.roleColor??""}
									role-icon=${T.roleIcon??""}
									role-name=${T.roleName??""}
									clan-icon=${T.clanIcon??""}
									clan-tag=${T.clanTag??""}
								></discord-author-info>`,()=>null)}<span class="discord-message-markup"><slot></slot></span>
						${P(this.edited,()=>f`<span class="discord-message-edited">(edited)</span>`,()=>null)}
					</div>
					<div class="discord-message-compact-indent">
						<slot name="attachments"></slot>
						<slot name="embeds"></slot>
						<slot name="components"></slot>
						<slot name="reactions"></slot>
						<slot name="thread"></slot>
						${P(this.ephemeral,()=>f`
								<div class="discord-message-ephemeral">
									${Ni()} Only you can see this •
									<span
										role="button"
										class="discord-message-ephemeral-link"
										@click=${this.dismissMessageClicked}
										@keydown=${this.handleSpaceToDismissMessage}
										>Dismiss message</span
									>
								</div>
							`,()=>null)}
					</div>
				</div>
			</div>
		`}resolveAvatar(x){return x===void 0?qe.default:qe[x]??x??qe.default}constructor(){super(...arguments),N(this,ns)}static{N(e,s)}};return cs=e})();var La=E`
	<path
		fill="currentColor"
		d="M56 50.6667V13.3333C56 10.4 53.6 8 50.6667 8H13.3333C10.4 8 8 10.4 8 13.3333V50.6667C8 53.6 10.4 56 13.3333 56H50.6667C53.6 56 56 53.6 56 50.6667ZM22.6667 36L29.3333 44.0267L38.6667 32L50.6667 48H13.3333L22.6667 36Z"
	/>
`;function Li(i={}){return f`<svg ${C(i)} aria-hidden="false" width="64" height="64" viewBox="0 0 64 64">${La}</svg>`}var Ra=E`
	<path
		fill="currentColor"
		fill-rule="evenodd"
		clip-rule="evenodd"
		d="M5 3C3.89543 3 3 3.89543 3 5V19C3 20.1046 3.89543 21 5 21H19C20.1046 21 21 20.1046 21 19V5C21 3.89543 20.1046 3 19 3H5ZM16.8995 8.41419L15.4853 6.99998L7 15.4853L8.41421 16.8995L16.8995 8.41419Z"
	/>
`;function Ri(i){return f`<svg ${C(i||{})} class="discord-command-icon" aria-hidden="false" width="24" height="24" viewBox="0 0 24 24">
		${Ra}
	</svg>`}var Ua=E`
	<path
		d="M0.809739 3.59646L5.12565 0.468433C5.17446 0.431163 5.23323 0.408043 5.2951 0.401763C5.35698 0.395482 5.41943 0.406298 5.4752 0.432954C5.53096 0.45961 5.57776 0.50101 5.61013 0.552343C5.64251 0.603676 5.65914 0.662833 5.6581 0.722939V2.3707C10.3624 2.3707 11.2539 5.52482 11.3991 7.21174C11.4028 7.27916 11.3848 7.34603 11.3474 7.40312C11.3101 7.46021 11.2554 7.50471 11.1908 7.53049C11.1262 7.55626 11.0549 7.56204 10.9868 7.54703C10.9187 7.53201 10.857 7.49695 10.8104 7.44666C8.72224 5.08977 5.6581 5.63359 5.6581 5.63359V7.28135C5.65831 7.34051 5.64141 7.39856 5.60931 7.44894C5.5772 7.49932 5.53117 7.54004 5.4764 7.5665C5.42163 7.59296 5.3603 7.60411 5.29932 7.59869C5.23834 7.59328 5.18014 7.57151 5.13128 7.53585L0.809739 4.40892C0.744492 4.3616 0.691538 4.30026 0.655067 4.22975C0.618596 4.15925 0.599609 4.08151 0.599609 4.00269C0.599609 3.92386 0.618596 3.84612 0.655067 3.77562C0.691538 3.70511 0.744492 3.64377 0.809739 3.59646Z"
		fill="currentColor"
	/>
`;function Ui(i={}){return f`<svg ${C(i)} class="discord-reply-icon" aria-hidden="false" width="12" height="8" viewBox="0 0 12 8">${Ua}</svg>`}var se=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},W=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},Hn=(()=>{let i=[F("discord-reply")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[],R,w=[],p=[],V,ie=[],ae=[],re,he=[],le=[],ne,q=[],S=[],Q,fe=[],ve=[],pe,ue=[],ge=[],_e,ze=[],be=[],ye,I=[],$=[],Z,D=[],H=[],G,rt=[],ot=[],ht,lt=[],nt=[],ct,dt=[],mt=[],ft,vt=[],pt=[];var ut=class extends a{static{e=this}static{let j=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b()],_=[b()],r=[b()],u=[b({type:Boolean})],v=[b({type:Boolean})],R=[b({type:Boolean,attribute:"official-app"})],V=[b({type:Boolean})],re=[b({type:Boolean})],ne=[b({type:Boolean})],Q=[b({attribute:"role-color"})],pe=[b({type:Boolean})],_e=[b({type:Boolean})],ye=[b({type:Boolean})],Z=[b({attribute:"clan-icon"})],G=[b({attribute:"clan-tag"})],ht=[b({type:Boolean,reflect:!0})],ct=[K({context:J}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],ft=[K({context:Ce}),b({type:Boolean,reflect:!0,attribute:"compact-mode"})],se(this,null,l,{kind:"accessor",name:"profile",static:!1,private:!1,access:{has:M=>"profile"in M,get:M=>M.profile,set:(M,O)=>{M.profile=O}},metadata:j},o,c),se(this,null,_,{kind:"accessor",name:"author",static:!1,private:!1,access:{has:M=>"author"in M,get:M=>M.author,set:(M,O)=>{M.author=O}},metadata:j},m,h),se(this,null,r,{kind:"accessor",name:"avatar",static:!1,private:!1,access:{has:M=>"avatar"in M,get:M=>M.avatar,set:(M,O)=>{M.avatar=O}},metadata:j},y,g),se(this,null,u,{kind:"accessor",name:"bot",static:!1,private:!1,access:{has:M=>"bot"in M,get:M=>M.bot,set:(M,O)=>{M.bot=O}},metadata:j},d,n),se(this,null,v,{kind:"accessor",name:"server",static:!1,private:!1,access:{has:M=>"server"in M,get:M=>M.server,set:(M,O)=>{M.server=O}},metadata:j},A,k),se(this,null,R,{kind:"accessor",name:"officialApp",static:!1,private:!1,access:{has:M=>"officialApp"in M,get:M=>M.officialApp,set:(M,O)=>{M.officialApp=O}},metadata:j},w,p),se(this,null,V,{kind:"accessor",name:"op",static:!1,private:!1,access:{has:M=>"op"in M,get:M=>M.op,set:(M,O)=>{M.op=O}},metadata:j},ie,ae),se(this,null,re,{kind:"accessor",name:"verified",static:!1,private:!1,access:{has:M=>"verified"in M,get:M=>M.verified,set:(M,O)=>{M.verified=O}},metadata:j},he,le),se(this,null,ne,{kind:"accessor",name:"edited",static:!1,private:!1,access:{has:M=>"edited"in M,get:M=>M.edited,set:(M,O)=>{M.edited=O}},metadata:j},q,S),se(this,null,Q,{kind:"accessor",name:"roleColor",static:!1,private:!1,access:{has:M=>"roleColor"in M,get:M=>M.roleColor,set:(M,O)=>{M.roleColor=O}},metadata:j},fe,ve),se(this,null,pe,{kind:"accessor",name:"command",static:!1,private:!1,access:{has:M=>"command"in M,get:M=>M.command,set:(M,O)=>{M.command=O}},metadata:j},ue,ge),se(this,null,_e,{kind:"accessor",name:"attachment",static:!1,private:!1,access:{has:M=>"attachment"in M,get:M=>M.attachment,set:(M,O)=>{M.attachment=O}},metadata:j},ze,be),se(this,null,ye,{kind:"accessor",name:"mentions",static:!1,private:!1,access:{has:M=>"mentions"in M,get:M=>M.mentions,set:(M,O)=>{M.mentions=O}},metadata:j},I,$),se(this,null,Z,{kind:"accessor",name:"clanIcon",static:!1,private:!1,access:{has:M=>"clanIcon"in M,get:M=>M.clanIcon,set:(M,O)=>{M.clanIcon=O}},metadata:j},D,H),se(this,null,G,{kind:"accessor",name:"clanTag",static:!1,private:!1,access:{has:M=>"clanTag"in M,get:M=>M.clanTag,set:(M,O)=>{M.clanTag=O}},metadata:j},rt,ot),se(this,null,ht,{kind:"accessor",name:"deleted",static:!1,private:!1,access:{has:M=>"deleted"in M,get:M=>M.deleted,set:(M,O)=>{M.deleted=O}},metadata:j},lt,nt),se(this,null,ct,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:M=>"lightTheme"in M,get:M=>M.lightTheme,set:(M,O)=>{M.lightTheme=O}},metadata:j},dt,mt),se(this,null,ft,{kind:"accessor",name:"compactMode",static:!1,private:!1,access:{has:M=>"compactMode"in M,get:M=>M.compactMode,set:(M,O)=>{M.compactMode=O}},metadata:j},vt,pt),se(null,t={value:e},i,{kind:"class",name:e.name,metadata:j},null,s),ut=e=t.value,j&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:j})}static styles=U`
		:host {
			color: #b9bbbe;
			display: flex;
			font-size: 0.875rem;
			font-family: 'gg sans', 'Noto Sans', Whitney, 'Helvetica Neue', Helvetica, Roboto, Arial, sans-serif;

			padding-top: 2px;
			margin-left: 56px;
			margin-bottom: 4px;
			align-items: center;
			line-height: 1.125rem;
			position: relative;
			white-space: pre;
			user-select: none;
		}

		:host([light-theme]) {
			color: #4f5660;
		}

		:host([compact-mode]),
		:host([deleted]) {
			margin-left: 62px;
			margin-bottom: 0;
		}

		:host:before {
			content: '';
			display: block;
			position: absolute;
			top: 50%;
			right: 100%;
			bottom: 0;
			left: -36px;
			margin-right: 4px;
			margin-top: -1px;
			margin-left: -1px;
			margin-bottom: -2px;
			border-left: 2px solid #4f545c !important;
			border-bottom: 0 solid #4f545c !important;
			border-right: 0 solid #4f545c !important;
			border-top: 2px solid #4f545c !important;
			border-top-left-radius: 6px;
		}

		:host([light-theme]):before {
			border-color: #747f8d !important;
		}

		.discord-replied-message-avatar,
		.discord-reply-badge {
			-webkit-box-flex: 0;
			-ms-flex: 0 0 auto;
			flex: 0 0 auto;
			width: 16px;
			height: 16px;
			border-radius: 50%;
			user-select: none;
			margin-right: 0.25rem;
		}

		.discord-reply-badge {
			display: flex;
			align-items: center;
			justify-content: center;
			color: #b9bbbe;
			background: #202225;
		}

		:host([light-theme]) .discord-reply-badge {
			color: #4f5660;
			background: #e3e5e8;
		}

		:host .discord-clan-tag {
			background-color: oklab(0.431937 0.00109309 -0.0132537 / 0.8);
			color: #fff;
			font-size: 12px;
			font-weight: 500;
			margin-right: 0.25rem;
			border-radius: 4px;
			line-height: 100%;
			text-transform: uppercase;
			justify-content: space-between;
			display: inline-flex;
			align-items: center;
			padding: 0 0.275rem;
			margin-top: 0.075em;
			height: 1.2rem;
			opacity: 0.55;
			transition: background-color 100ms ease-in-out;
			cursor: pointer;
		}

		:host .discord-clan-tag:hover {
			background-color: oklab(0.431937 0.00109309 -0.0132537 / 0.5);
		}

		:host([light-theme]) .discord-clan-tag {
			opacity: 0.65;
			background-color: hsl(0 calc(1 * 0%) 0.8%/0.09);
			color: #000;
		}

		:host([light-theme]) .discord-clan-tag:hover {
			background-color: hsl(0 calc(1 * 0%) 0.8%/0.03);
		}

		:host .discord-clan-tag svg,
		:host .discord-clan-tag img {
			display: inline-flex;
			align-items: center;
			margin-right: 0.25rem;
			right: 0.25rem;
		}

		:host .discord-clan-tag span {
			display: inline-flex;
			align-items: center;
			user-select: none;
			-webkit-user-select: none;
			line-height: 1rem !important;
		}

		.discord-application-tag {
			background-color: hsl(235, 85.6%, 64.7%);
			color: #fff;
			font-size: 0.625rem;
			margin-right: 0.25rem;
			line-height: 100%;
			text-transform: uppercase;

			/* Use flex layout to ensure both verified icon and "BOT" text are aligned to center */
			display: flex;
			align-items: center;

			/* Styling taken through Inspect Element on Discord client for Windows */
			height: 0.9375rem;
			padding: 0 0.275rem;
			margin-top: 0.075em;
			border-radius: 0.1875rem;
		}

		:host([compact-mode]) .discord-application-tag {
			margin-right: 0.25rem;
		}

		.discord-application-tag .discord-application-tag-verified {
			width: 0.9375rem;
			height: 0.9375rem;
			margin-left: -0.1rem;
		}

		.discord-application-tag.discord-application-tag-op {
			background-color: #c9cdfb;
			color: #4752c4;
			border-radius: 0.4rem;
		}

		.discord-replied-message-username {
			flex-shrink: 0;
			font-size: inherit;
			line-height: inherit;
			margin-right: 0.25rem;
			opacity: 0.64;
			font-weight: 500;
			color: #fff;
		}

		.discord-replied-message-username:hover {
			text-decoration: underline;
			cursor: pointer;
		}

		.discord-replied-message-content {
			color: inherit;
			font-size: inherit;
			line-height: inherit;
			white-space: pre;
			text-overflow: ellipsis;
			user-select: none;
			cursor: pointer;
		}

		.discord-replied-deleted-message-content {
			color: inherit;
			font-size: inherit;
			line-height: inherit;
			white-space: pre;
			text-overflow: ellipsis;
		}

		.discord-message-edited {
			color: #72767d;
			font-size: 10px;
		}

		:host([light-theme]) .discord-message-edited {
			color: #99aab5;
		}

		.discord-replied-message-content:hover {
			color: #fff;
		}

		:host([light-theme]) .discord-replied-message-content:hover {
			color: #000;
		}

		:host .discord-replied-message-content .discord-message-edited {
			margin-left: 0.25rem;
		}

		.discord-replied-message-content-icon {
			-webkit-box-flex: 0;
			-ms-flex: 0 0 auto;
			flex: 0 0 auto;
			width: 20px;
			height: 20px;
			margin-left: 4px;
		}
	`;#e=W(this,o,void 0);get profile(){return this.#e}set profile(j){this.#e=j}#t=(W(this,c),W(this,m,"User"));get author(){return this.#t}set author(j){this.#t=j}#i=(W(this,h),W(this,y,void 0));get avatar(){return this.#i}set avatar(j){this.#i=j}#s=(W(this,g),W(this,d,!1));get bot(){return this.#s}set bot(j){this.#s=j}#a=(W(this,n),W(this,A,!1));get server(){return this.#a}set server(j){this.#a=j}#r=(W(this,k),W(this,w,!1));get officialApp(){return this.#r}set officialApp(j){this.#r=j}#o=(W(this,p),W(this,ie,!1));get op(){return this.#o}set op(j){this.#o=j}#h=(W(this,ae),W(this,he,!1));get verified(){return this.#h}set verified(j){this.#h=j}#l=(W(this,le),W(this,q,!1));get edited(){return this.#l}set edited(j){this.#l=j}#n=(W(this,S),W(this,fe,void 0));get roleColor(){return this.#n}set roleColor(j){this.#n=j}#c=(W(this,ve),W(this,ue,!1));get command(){return this.#c}set command(j){this.#c=j}#d=(W(this,ge),W(this,ze,!1));get attachment(){return this.#d}set attachment(j){this.#d=j}#m=(W(this,be),W(this,I,!1));get mentions(){return this.#m}set mentions(j){this.#m=j}#f=(W(this,$),W(this,D,void 0));get clanIcon(){return this.#f}set clanIcon(j){this.#f=j}#v=(W(this,H),W(this,rt,void 0));get clanTag(){return this.#v}set clanTag(j){this.#v=j}#p=(W(this,ot),W(this,lt,!1));get deleted(){return this.#p}set deleted(j){this.#p=j}#u=(W(this,nt),W(this,dt,!1));get lightTheme(){return this.#u}set lightTheme(j){this.#u=j}#g=(W(this,mt),W(this,vt,!1));get compactMode(){return this.#g}set compactMode(j){this.#g=j}resolveAvatar(j){return qe[j]??j??qe.default}render(){let j={author:this.author,bot:this.bot,verified:this.verified,officialApp:this.officialApp,op:this.op,server:this.server,roleColor:this.roleColor,clanIcon:this.clanIcon,clanTag:this.clanTag},M=Reflect.get(zi,this.profile)??{},O={...j,...M,avatar:this.resolveAvatar(M.avatar??this.avatar)},We=bi(O.clanIcon),gt=O.clanTag?.slice(0,4),It=f`
			${P(O.bot&&!O.server&&!O.officialApp,()=>f`<span class="discord-application-tag">${O.verified?Ie():""}App</span>`)}
			${P(O.server&&!O.bot&&!O.officialApp,()=>f`<span class="discord-application-tag">Server</span>`)}
			${P(O.officialApp&&!O.server&&!O.bot,()=>f`<span class="discord-application-tag">${Ie()}OFFICIAL</span>`)}
		`;return f`${P(this.compactMode||this.deleted,()=>f`<div class="discord-reply-badge">${Ui()}</div>`,()=>f`<img class="discord-replied-message-avatar" src="${L(O.avatar)}" alt="${L(O.author)}" />`)}
		${P(this.deleted,()=>f`<div class="discord-replied-deleted-message-content"><em>Original message was deleted</em></div>`,()=>f`${It}
					<span class="discord-replied-message-username" style=${Ve({color:O.roleColor})}
						>${P(this.mentions,()=>"@")}${O.author}</span
					>
					${P(O.clanIcon&&O.clanTag&&O.clanTag?.length>0,()=>f`<span class="discord-clan-tag">
								${We==="string"?f`<img
											srcset=${L(We)}
											alt=${L(gt)}
											width="12"
											height="12"
											draggable="false"
										/>`:We}
								<span>${gt}</span>
							</span>`)}
					<!-- display: inline -->
					<div class="discord-replied-message-content"
						><slot></slot>${P(this.edited,()=>f`<span class="discord-message-edited">(edited)</span>`)}</div
					>
					${P(this.command,()=>Ri({class:"discord-replied-message-content-icon"}),()=>P(this.attachment,()=>Li({class:"discord-replied-message-content-icon"})))}`)}`}constructor(){super(...arguments),W(this,pt)}static{W(e,s)}};return ut=e})();var Bs=(i,t,s)=>{for(let e of t)if(e[0]===i)return(0,e[1])();return s?.()};function Fa(i){return i.startsWith("#")?i.slice(1):i}function qa(i){let t=i.length===3||i.length===4,s=t?`${i.slice(0,1)}${i.slice(0,1)}`:i.slice(0,2),e=t?`${i.slice(1,2)}${i.slice(1,2)}`:i.slice(2,4),a=t?`${i.slice(2,3)}${i.slice(2,3)}`:i.slice(4,6),l=(t?`${i.slice(3,4)}${i.slice(3,4)}`:i.slice(6,8))||"ff";return{r:s,g:e,b:a,a:l}}function yi(i){return Number.parseInt(i,16)}function Za({r:i,g:t,b:s,a:e}){return{r:yi(i),g:yi(t),b:yi(s),a:Number((yi(e)/255).toFixed(2))}}function Wa(i){return typeof i=="number"||typeof i=="string"&&Number.isFinite(Number(i))}function Ga(i,t){let{r:s,g:e,b:a,a:l}=i,o=Wa(t)?t:l;return`rgba(${s}, ${e}, ${a}, ${o})`}function wi(i,t){let s=Fa(i),e=qa(s),a=Za(e);return Ga(a,t)}var Ka=E`
	<path
		fill-rule="evenodd"
		clip-rule="evenodd"
		fill="currentColor"
		d="M18.5 23c.88 0 1.7-.25 2.4-.69l1.4 1.4a1 1 0 0 0 1.4-1.42l-1.39-1.4A4.5 4.5 0 1 0 18.5 23Zm0-2a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"
	/>
	<path
		fill="currentColor"
		d="M3 3a1 1 0 0 0 0 2h18a1 1 0 1 0 0-2H3ZM2 8a1 1 0 0 1 1-1h18a1 1 0 1 1 0 2H3a1 1 0 0 1-1-1ZM3 11a1 1 0 1 0 0 2h11a1 1 0 1 0 0-2H3ZM2 16a1 1 0 0 1 1-1h8a1 1 0 1 1 0 2H3a1 1 0 0 1-1-1ZM3 19a1 1 0 1 0 0 2h8a1 1 0 1 0 0-2H3Z"
	/>
`;function Fi(i={}){return f`<svg
		${C(i)}
		class="discord-mention-icon"
		aria-label="Browse Channels"
		aria-hidden="false"
		role="img"
		width="24"
		height="24"
		viewBox="0 0 24 24"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Ka}
	</svg>`}var Qa=E`
	<path
		fill="currentColor"
		d="M21.487 5.126L12.487 0.126C12.184 -0.042 11.818 -0.042 11.515 0.126L2.51498 5.126C2.19798 5.302 2.00098 5.636 2.00098 5.999C2.00098 6.693 2.11498 22.999 12.001 22.999C21.887 22.999 22.001 6.693 22.001 5.999C22.001 5.636 21.804 5.302 21.487 5.126ZM12.001 5.999C13.382 5.999 14.501 7.118 14.501 8.499C14.501 9.88 13.382 10.999 12.001 10.999C10.62 10.999 9.50098 9.88 9.50098 8.499C9.50098 7.118 10.62 5.999 12.001 5.999ZM8.25098 16C8.25098 13.699 9.69998 12.25 12.001 12.25C14.302 12.25 15.751 13.699 15.751 16H8.25098Z"
	/>
`;function qi(i={}){return f`<svg
		${C(i)}
		class="discord-mention-icon"
		aria-label="Customise Community"
		aria-hidden="false"
		role="img"
		width="24"
		height="24"
		viewBox="0 0 24 24"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Qa}
	</svg>`}var Ja=E`
	<path
		d="M11 3a1 1 0 1 1 2 0v2h5.75c.16 0 .3.07.4.2l2.63 3.5a.5.5 0 0 1 0 .6l-2.63 3.5a.5.5 0 0 1-.4.2H13v5h2a2 2 0 0 1 2 2v1a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-1c0-1.1.9-2 2-2h2v-5H2.8a.5.5 0 0 1-.44-.72L3.9 9.22a.5.5 0 0 0 0-.44L2.36 5.72A.5.5 0 0 1 2.81 5H11V3Z"
		fill="currentColor"
	/>
`;function Zi(i={}){return f`<svg
		${C(i)}
		class="discord-mention-icon"
		aria-label="Server Guide"
		aria-hidden="false"
		role="img"
		width="24"
		height="24"
		viewBox="0 0 24 24"
		xmlns="http://www.w3.org/2000/svg"
	>
		${Ja}
	</svg>`}var St=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},Ae=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},t8=(()=>{let i=[F("discord-mention")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[];var v=class extends a{static{e=this}static{let A=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b({type:Boolean,reflect:!0})],_=[b({reflect:!0})],r=[b({reflect:!0})],u=[K({context:J,subscribe:!0}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],St(this,null,l,{kind:"accessor",name:"highlight",static:!1,private:!1,access:{has:k=>"highlight"in k,get:k=>k.highlight,set:(k,R)=>{k.highlight=R}},metadata:A},o,c),St(this,null,_,{kind:"accessor",name:"type",static:!1,private:!1,access:{has:k=>"type"in k,get:k=>k.type,set:(k,R)=>{k.type=R}},metadata:A},m,h),St(this,null,r,{kind:"accessor",name:"color",static:!1,private:!1,access:{has:k=>"color"in k,get:k=>k.color,set:(k,R)=>{k.color=R}},metadata:A},y,g),St(this,null,u,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:k=>"lightTheme"in k,get:k=>k.lightTheme,set:(k,R)=>{k.lightTheme=R}},metadata:A},d,n),St(null,t={value:e},i,{kind:"class",name:e.name,metadata:A},null,s),v=e=t.value,A&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:A})}static styles=U`
		:host {
			color: #e3e7f8;
			background-color: hsla(235, 85.6%, 64.7%, 0.3);
			font-weight: 500;
			padding: 0 2px;
			border-radius: 3px;
			unicode-bidi: -moz-plaintext;
			unicode-bidi: plaintext;
			-webkit-transition:
				background-color 50ms ease-out,
				color 50ms ease-out;
			transition:
				background-color 50ms ease-out,
				color 50ms ease-out;
			cursor: pointer;
		}

		:host([type='role']) {
			background-color: rgba(#e3e7f8, 0.1);
		}

		:host([type='channel']) {
			position: relative;
		}

		:host([type='voice']),
		:host([type='locked']),
		:host([type='thread']),
		:host([type='forum']) {
			position: relative;
		}

		:host(:hover) {
			color: #fff;
			background-color: hsl(235, 85.6%, 64.7%);
		}

		:host([highlight][type='user']:hover) {
			text-decoration: underline;
			text-underline-offset: 1px;
		}

		:host([light-theme]) {
			color: #5865f2;
			background-color: hsla(235, 85.6%, 64.7%, 0.15);
		}

		:host([light-theme]:hover) {
			color: #ffffff;
			background-color: hsl(235, 85.6%, 64.7%);
		}

		.discord-mention-icon {
			width: 1rem;
			height: 1rem;
			margin-right: 4px;
			vertical-align: middle;
			margin-bottom: 0.2rem;
		}

		.no-wrap {
			white-space: nowrap;
		}
	`;#e=Ae(this,o,!1);get highlight(){return this.#e}set highlight(A){this.#e=A}#t=(Ae(this,c),Ae(this,m,"user"));get type(){return this.#t}set type(A){this.#t=A}#i=(Ae(this,h),Ae(this,y,void 0));get color(){return this.#i}set color(A){this.#i=A}setHoverColor=(Ae(this,g),()=>{this.color&&(this.style.backgroundColor=wi(this.color,.3))});resetHoverColor=()=>{this.color&&(this.style.backgroundColor=wi(this.color,.1))};#s=Ae(this,d,!1);get lightTheme(){return this.#s}set lightTheme(A){this.#s=A}connectedCallback(){super.connectedCallback(),this.color&&this.type==="role"&&(this.addEventListener("mouseover",this.setHoverColor),this.addEventListener("mouseout",this.resetHoverColor))}disconnectedCallback(){this.removeEventListener("mouseover",this.setHoverColor),this.removeEventListener("mouseout",this.resetHoverColor),super.disconnectedCallback()}willUpdate(){this.color&&(this.style.color=this.color,this.type==="role"&&(this.style.backgroundColor=wi(this.color,.1)))}render(){return f`<span class="no-wrap"
				>${Bs(this.type,[["channel",()=>Et()],["user",()=>f`@`],["role",()=>f`@`],["voice",()=>At()],["locked",()=>Vt()],["thread",()=>Ct()],["forum",()=>Tt()],["server-guide",()=>Zi()],["channels-and-roles",()=>Fi()],["customize-community",()=>qi()],["slash",()=>f`/`]])}</span
			><slot></slot>`}constructor(){super(...arguments),Ae(this,n)}static{Ae(e,s)}};return v=e})();var Mi=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},Ze=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},l8=(()=>{let i=[F("discord-code")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[];var u=class extends a{static{e=this}static{let d=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b({type:Boolean,reflect:!0})],_=[K({context:J,subscribe:!0}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],r=[b({type:Boolean,reflect:!0})],Mi(this,null,l,{kind:"accessor",name:"multiline",static:!1,private:!1,access:{has:n=>"multiline"in n,get:n=>n.multiline,set:(n,v)=>{n.multiline=v}},metadata:d},o,c),Mi(this,null,_,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:n=>"lightTheme"in n,get:n=>n.lightTheme,set:(n,v)=>{n.lightTheme=v}},metadata:d},m,h),Mi(this,null,r,{kind:"accessor",name:"embed",static:!1,private:!1,access:{has:n=>"embed"in n,get:n=>n.embed,set:(n,v)=>{n.embed=v}},metadata:d},y,g),Mi(null,t={value:e},i,{kind:"class",name:e.name,metadata:d},null,s),u=e=t.value,d&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:d})}static styles=U`
		:host {
			background-color: #2f3136;
			white-space: break-spaces;
			font-family:
				Consolas,
				Andale Mono WT,
				Andale Mono,
				Lucida Console,
				Lucida Sans Typewriter,
				DejaVu Sans Mono,
				Bitstream Vera Sans Mono,
				Liberation Mono,
				Nimbus Mono L,
				Monaco,
				Courier New,
				Courier,
				monospace;
			border-radius: 3px;
		}

		code {
			padding: 0.2em;
			margin: -0.2em;
			border-radius: 3px;
			border: none;
			font-size: 85%;
			text-indent: 0;
			white-space: pre-wrap;
		}

		:host([multiline]) code {
			display: block;
			width: 90%;
			font-size: 0.875rem;
			line-height: 1.125rem;
			padding: 0.5em;
			background: #2b2d31;
			border: 1px solid #1e1f22;
		}

		:host([embed]) code {
			background-color: #1e1f22;
		}

		:host([embed][multiline]) code {
			display: block;
			width: 100%;
			padding: 7px;
			border-radius: 4px;
			background: #1e1f22;
		}

		:host([light-theme]) code {
			border-color: #e3e5e8;
			background-color: #f2f3f5;
		}

		:host([light-theme][embed]) code {
			background-color: #e3e5e8;
		}
	`;#e=Ze(this,o,!1);get multiline(){return this.#e}set multiline(d){this.#e=d}#t=(Ze(this,c),Ze(this,m,!1));get lightTheme(){return this.#t}set lightTheme(d){this.#t=d}#i=(Ze(this,h),Ze(this,y,!1));get embed(){return this.#i}set embed(d){this.#i=d}render(){return this.multiline?f`<discord-pre ?embed=${this.embed}
				><code><slot></slot></code
			></discord-pre>`:f`<code><slot></slot></code>`}constructor(){super(...arguments),Ze(this,g)}static{Ze(e,s)}};return u=e})();var Ps=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},Wi=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},f8=(()=>{let i=[F("discord-pre")],t,s=[],e,a=B,l,o=[],c=[];var _=class extends a{static{e=this}static{let m=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b({type:Boolean,reflect:!0})],Ps(this,null,l,{kind:"accessor",name:"embed",static:!1,private:!1,access:{has:h=>"embed"in h,get:h=>h.embed,set:(h,r)=>{h.embed=r}},metadata:m},o,c),Ps(null,t={value:e},i,{kind:"class",name:e.name,metadata:m},null,s),_=e=t.value,m&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:m})}static styles=U`
		:host pre {
			border-radius: 4px;
			padding: 0;
			font-size: 0.75rem;
			line-height: 1rem;
			margin-top: 6px;
			white-space: pre-wrap;
			background-clip: border-box;
			width: 90%;
			border: none;
		}

		:host([embed]) pre {
			margin: 0;
			margin-top: 6px;
			width: 100%;
		}
	`;#e=Wi(this,o,!1);get embed(){return this.#e}set embed(m){this.#e=m}render(){return f`<pre><slot></slot
		></pre>`}constructor(){super(...arguments),Wi(this,c)}static{Wi(e,s)}};return _=e})();var Gi=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},Dt=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},b8=(()=>{let i=[F("discord-spoiler")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[];var r=class extends a{static{e=this}static{let y=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b({type:Boolean,reflect:!0})],_=[K({context:J}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],Gi(this,null,l,{kind:"accessor",name:"activated",static:!1,private:!1,access:{has:g=>"activated"in g,get:g=>g.activated,set:(g,u)=>{g.activated=u}},metadata:y},o,c),Gi(this,null,_,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:g=>"lightTheme"in g,get:g=>g.lightTheme,set:(g,u)=>{g.lightTheme=u}},metadata:y},m,h),Gi(null,t={value:e},i,{kind:"class",name:e.name,metadata:y},null,s),r=e=t.value,y&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:y})}static styles=U`
		:host {
			background-color: #202225;
			border-radius: 3px;
			color: transparent;
			cursor: pointer;
		}

		:host([light-theme]) {
			background-color: #c4c9ce;
		}

		:host(:hover) {
			background-color: rgba(32, 34, 37, 0.8);
		}

		:host([light-theme]:hover) {
			background-color: #cfd3d7;
		}

		:host([activated]) {
			color: inherit;
			background-color: hsla(0, 0%, 100%, 0.1);
		}

		:host([light-theme][activated]) {
			background-color: #e5e5e5;
		}
	`;#e=Dt(this,o,!1);get activated(){return this.#e}set activated(y){this.#e=y}#t=(Dt(this,c),Dt(this,m,!1));get lightTheme(){return this.#t}set lightTheme(y){this.#t=y}render(){return f`<slot
			@click=${()=>{this.activated=!0}}
			@keydown=${()=>{this.activated=!0}}
		></slot>`}constructor(){super(...arguments),Dt(this,h)}static{Dt(e,s)}};return r=e})();var Ns=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},Ki=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},k8=(()=>{let i=[F("discord-quote")],t,s=[],e,a=B,l,o=[],c=[];var _=class extends a{static{e=this}static{let m=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[K({context:J,subscribe:!0}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],Ns(this,null,l,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:h=>"lightTheme"in h,get:h=>h.lightTheme,set:(h,r)=>{h.lightTheme=r}},metadata:m},o,c),Ns(null,t={value:e},i,{kind:"class",name:e.name,metadata:m},null,s),_=e=t.value,m&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:m})}static styles=U`
		:host {
			display: flex;
		}

		.discord-quote-divider {
			background-color: #4f545c;
			border-radius: 4px;
			font-size: 0.9em;
			font-style: normal;
			font-weight: 400;
			margin: 0;
			padding: 0;
			width: 4px;
		}

		:host([light-theme]) .discord-quote-divider {
			background-color: #c4c9ce;
		}

		blockquote {
			margin-block-end: unset;
			margin-block-start: unset;
			margin-inline-end: unset;
			margin-inline-start: unset;
			padding: 0 8px 0 12px;
		}
	`;#e=Ki(this,o,!1);get lightTheme(){return this.#e}set lightTheme(m){this.#e=m}render(){return f`
			<div class="discord-quote-divider"></div>
			<!-- display: inline -->
			<blockquote><slot></slot></blockquote>
		`}constructor(){super(...arguments),Ki(this,c)}static{Ki(e,s)}};return _=e})();var Ls=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},Qi=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},S8=(()=>{let i=[F("discord-subscript")],t,s=[],e,a=B,l,o=[],c=[];var _=class extends a{static{e=this}static{let m=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[K({context:J}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],Ls(this,null,l,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:h=>"lightTheme"in h,get:h=>h.lightTheme,set:(h,r)=>{h.lightTheme=r}},metadata:m},o,c),Ls(null,t={value:e},i,{kind:"class",name:e.name,metadata:m},null,s),_=e=t.value,m&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:m})}static styles=U`
		small {
			display: block;
			color: color-mix(in oklab, hsl(214 calc(1 * 8.1%) 61.2% / 1) 100%, black 0%);
			font-size: 0.8125rem;
			line-height: 1.11719rem;
		}

		:host([light-theme]) > small {
			color: color-mix(in oklab, hsl(228 calc(1 * 5.2%) 38% / 1) 100%, black 0%);
		}
	`;#e=Qi(this,o,!1);get lightTheme(){return this.#e}set lightTheme(m){this.#e=m}render(){return f`
			<small>
				<span>
					<slot></slot>
				</span>
			</small>
		`}constructor(){super(...arguments),Qi(this,c)}static{Qi(e,s)}};return _=e})();var Xa=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},Ya=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},P8=(()=>{let i=[F("discord-time")],t,s=[],e,a=B;var l=class extends a{static{e=this}static{let o=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;Xa(null,t={value:e},i,{kind:"class",name:e.name,metadata:o},null,s),l=e=t.value,o&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:o})}static styles=U`
		:host {
			white-space: nowrap;
			background-color: #ffffff0f;
			border-radius: 3px;
			padding: 0 2px;
		}
	`;render(){return f`<slot></slot>`}static{Ya(e,s)}};return l=e})();var er=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},tr=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},F8=(()=>{let i=[F("discord-action-row")],t,s=[],e,a=B;var l=class extends a{static{e=this}static{let o=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;er(null,t={value:e},i,{kind:"class",name:e.name,metadata:o},null,s),l=e=t.value,o&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:o})}static styles=U`
		:host {
			display: flex;
			flex-wrap: wrap;
		}
	`;render(){return f`<slot></slot>`}static{tr(e,s)}};return l=e})();var tt=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},xe=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},X8=(()=>{let i=[F("discord-custom-emoji")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[];var R=class extends a{static{e=this}static{let w=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b()],_=[b()],r=[b({attribute:!1})],u=[b({type:Boolean,attribute:"embed-emoji"})],v=[b({type:Boolean,attribute:"jumbo"})],tt(this,null,l,{kind:"accessor",name:"name",static:!1,private:!1,access:{has:p=>"name"in p,get:p=>p.name,set:(p,V)=>{p.name=V}},metadata:w},o,c),tt(this,null,_,{kind:"accessor",name:"url",static:!1,private:!1,access:{has:p=>"url"in p,get:p=>p.url,set:(p,V)=>{p.url=V}},metadata:w},m,h),tt(this,null,r,{kind:"accessor",name:"customEmojisMap",static:!1,private:!1,access:{has:p=>"customEmojisMap"in p,get:p=>p.customEmojisMap,set:(p,V)=>{p.customEmojisMap=V}},metadata:w},y,g),tt(this,null,u,{kind:"accessor",name:"embedEmoji",static:!1,private:!1,access:{has:p=>"embedEmoji"in p,get:p=>p.embedEmoji,set:(p,V)=>{p.embedEmoji=V}},metadata:w},d,n),tt(this,null,v,{kind:"accessor",name:"jumbo",static:!1,private:!1,access:{has:p=>"jumbo"in p,get:p=>p.jumbo,set:(p,V)=>{p.jumbo=V}},metadata:w},A,k),tt(null,t={value:e},i,{kind:"class",name:e.name,metadata:w},null,s),R=e=t.value,w&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:w})}static styles=U`
		.discord-custom-emoji {
			display: inline-block;
			cursor: pointer;
		}

		.discord-custom-emoji .discord-custom-emoji-image {
			object-fit: contain;
			width: 1.375rem;
			height: 1.375rem;
			vertical-align: bottom;
		}

		.discord-custom-emoji .discord-custom-jumbo-emoji-image {
			width: 3rem;
			height: 3rem;
			min-height: 3rem;
		}

		.discord-embed-custom-emoji {
			display: inline-block;
		}

		.discord-embed-custom-emoji .discord-embed-custom-emoji-image {
			width: 18px;
			height: 18px;
			vertical-align: bottom;
		}
	`;#e=xe(this,o,void 0);get name(){return this.#e}set name(w){this.#e=w}#t=(xe(this,c),xe(this,m,void 0));get url(){return this.#t}set url(w){this.#t=w}#i=(xe(this,h),xe(this,y,{}));get customEmojisMap(){return this.#i}set customEmojisMap(w){this.#i=w}#s=(xe(this,g),xe(this,d,void 0));get embedEmoji(){return this.#s}set embedEmoji(w){this.#s=w}#a=(xe(this,n),xe(this,A,void 0));get jumbo(){return this.#a}set jumbo(w){this.#a=w}willUpdate(){if(!this.url&&this.name){let w=et(this.name)??this.customEmojisMap[this.name];w&&(this.url??=w.url??"",this.embedEmoji??=w.embedEmoji??!1)}}render(){let w=`:${this.name}:`;return f`<span
			class=${me({"discord-embed-custom-emoji":this.embedEmoji,"discord-custom-emoji":!this.embedEmoji})}
			><img
				aria-label=${w}
				src=${L(this.url)}
				alt=${w}
				draggable="false"
				class=${me({"discord-embed-custom-emoji-image":this.embedEmoji,"discord-custom-emoji-image":!this.embedEmoji,"discord-custom-jumbo-emoji-image":this.jumbo})}
		/></span> `}constructor(){super(...arguments),xe(this,k)}static{xe(e,s)}};return R=e})();var de=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},ee=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},dc=(()=>{let i=[F("discord-embed")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[],R,w=[],p=[],V,ie=[],ae=[],re,he=[],le=[],ne,q=[],S=[],Q,fe=[],ve=[],pe,ue=[],ge=[],_e,ze=[],be=[];var ye=class extends a{static{e=this}static{let I=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b()],_=[b({attribute:"author-name"})],r=[b({attribute:"author-image"})],u=[b({attribute:"author-url"})],v=[b({attribute:"embed-title"})],R=[b({attribute:!1})],V=[b()],re=[b()],ne=[b()],Q=[b()],pe=[b()],_e=[K({context:J,subscribe:!0}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],de(this,null,l,{kind:"accessor",name:"color",static:!1,private:!1,access:{has:$=>"color"in $,get:$=>$.color,set:($,Z)=>{$.color=Z}},metadata:I},o,c),de(this,null,_,{kind:"accessor",name:"authorName",static:!1,private:!1,access:{has:$=>"authorName"in $,get:$=>$.authorName,set:($,Z)=>{$.authorName=Z}},metadata:I},m,h),de(this,null,r,{kind:"accessor",name:"authorImage",static:!1,private:!1,access:{has:$=>"authorImage"in $,get:$=>$.authorImage,set:($,Z)=>{$.authorImage=Z}},metadata:I},y,g),de(this,null,u,{kind:"accessor",name:"authorUrl",static:!1,private:!1,access:{has:$=>"authorUrl"in $,get:$=>$.authorUrl,set:($,Z)=>{$.authorUrl=Z}},metadata:I},d,n),de(this,null,v,{kind:"accessor",name:"embedTitle",static:!1,private:!1,access:{has:$=>"embedTitle"in $,get:$=>$.embedTitle,set:($,Z)=>{$.embedTitle=Z}},metadata:I},A,k),de(this,null,R,{kind:"accessor",name:"embedEmojisMap",static:!1,private:!1,access:{has:$=>"embedEmojisMap"in $,get:$=>$.embedEmojisMap,set:($,Z)=>{$.embedEmojisMap=Z}},metadata:I},w,p),de(this,null,V,{kind:"accessor",name:"url",static:!1,private:!1,access:{has:$=>"url"in $,get:$=>$.url,set:($,Z)=>{$.url=Z}},metadata:I},ie,ae),de(this,null,re,{kind:"accessor",name:"thumbnail",static:!1,private:!1,access:{has:$=>"thumbnail"in $,get:$=>$.thumbnail,set:($,Z)=>{$.thumbnail=Z}},metadata:I},he,le),de(this,null,ne,{kind:"accessor",name:"image",static:!1,private:!1,access:{has:$=>"image"in $,get:$=>$.image,set:($,Z)=>{$.image=Z}},metadata:I},q,S),de(this,null,Q,{kind:"accessor",name:"video",static:!1,private:!1,access:{has:$=>"video"in $,get:$=>$.video,set:($,Z)=>{$.video=Z}},metadata:I},fe,ve),de(this,null,pe,{kind:"accessor",name:"provider",static:!1,private:!1,access:{has:$=>"provider"in $,get:$=>$.provider,set:($,Z)=>{$.provider=Z}},metadata:I},ue,ge),de(this,null,_e,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:$=>"lightTheme"in $,get:$=>$.lightTheme,set:($,Z)=>{$.lightTheme=Z}},metadata:I},ze,be),de(null,t={value:e},i,{kind:"class",name:e.name,metadata:I},null,s),ye=e=t.value,I&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:I})}static styles=U`
		:host {
			color: #dcddde;
			display: flex;
			font-size: 13px;
			line-height: 150%;
			margin-bottom: 8px;
			margin-top: 8px;
		}

		:host([light-theme]) {
			color: #2e3338;
		}

		:host .discord-left-border {
			background-color: #202225;
			border-radius: 4px 0 0 4px;
			flex-shrink: 0;
			width: 4px;
		}

		:host([light-theme]) .discord-left-border {
			background-color: #e3e5e8;
		}

		:host .discord-embed-root {
			display: grid;
			grid-auto-flow: row;
			grid-row-gap: 0.25rem;
			min-height: 0;
			min-width: 0;
			text-indent: 0;
		}

		:host .discord-embed-wrapper {
			background-color: #2f3136;
			max-width: 520px;
			border: 1px solid rgba(46, 48, 54, 0.6);
			border-radius: 0 4px 4px 0;
			justify-self: start;
			align-self: start;
			display: grid;
			box-sizing: border-box;
		}

		:host([light-theme]) .discord-embed-wrapper {
			background-color: rgb(242, 243, 245);
			border-color: rgba(205, 205, 205, 0.3);
		}

		:host .discord-embed-wrapper .discord-embed-grid {
			display: inline-grid;
			grid-template-columns: auto -webkit-min-content;
			grid-template-columns: auto min-content;
			grid-template-columns: auto;
			grid-template-rows: auto;
			padding: 0.5rem 1rem 1rem 0.75rem;
		}

		:host .discord-embed-thumbnail {
			border-radius: 4px;
			flex-shrink: 0;
			grid-column: 2/2;
			grid-row: 1/8;
			justify-self: end;
			margin-left: 16px;
			margin-top: 8px;
			max-height: 80px;
			max-width: 80px;
			object-fit: contain;
			object-position: top center;
		}

		:host .discord-embed-author {
			-webkit-box-align: center;
			align-items: center;
			color: #fff;
			font-size: 14px;
			display: flex;
			font-weight: 600;
			grid-column: 1 / 1;
			margin-top: 8px;
			min-width: 0;
		}

		:host([light-theme]) .discord-embed-author {
			color: #060607;
		}

		:host .discord-embed-author a {
			color: #fff;
			font-weight: 600;
			text-decoration: none;
		}

		:host .discord-embed-author a:hover {
			text-decoration: underline;
		}

		:host([light-theme]) .discord-embed-author a {
			color: #060607;
		}

		:host .discord-embed-author .discord-author-image {
			border-radius: 50%;
			height: 24px;
			margin-right: 8px;
			width: 24px;
		}

		:host .discord-embed-author-block,
		:host .discord-embed-author-block > span {
			max-width: 95%;
		}

		:host .discord-embed-provider {
			font-size: 0.75rem;
			line-height: 1rem;
			font-weight: 400;
			grid-column: 1/1;
			margin-top: 8px;
			unicode-bidi: plaintext;
			text-align: left;
		}

		:host([light-theme]) .discord-embed-provider {
			color: #4f545c;
		}

		:host .discord-embed-title {
			-webkit-box-align: center;
			align-items: center;
			color: #fff;
			display: inline-block;
			font-size: 1rem;
			font-weight: 600;
			grid-column: 1 / 1;
			margin-top: 8px;
			min-width: 0;
		}

		:host([light-theme]) .discord-embed-title {
			color: #060607;
		}

		:host .discord-embed-title a {
			color: #00aff4;
			font-weight: 600;
			text-decoration: none;
		}

		:host .discord-embed-title a:hover {
			text-decoration: underline;
		}

		:host .discord-embed-image {
			border-radius: 4px;
			max-width: 300px;
			max-height: 300px;
		}

		:host .discord-embed-media {
			border-radius: 4px;
			contain: paint;
			display: block;
			grid-column: 1/1;
			margin-top: 16px;
		}

		:host .discord-embed-media.discord-embed-media-video {
			height: 225px;
		}

		:host .discord-embed.media .discord-embed-image {
			overflow: hidden;
			position: relative;
			user-select: text;
		}

		:host .discord-embed-media .discord-embed-video {
			-webkit-box-align: center;
			-webkit-box-pack: center;
			align-items: center;
			border-radius: 0;
			cursor: pointer;
			display: flex;
			height: 100%;
			justify-content: center;
			max-height: 100%;
			width: 100%;

			width: 400px;
			height: 225px;
			left: 0px;
			top: 0px;
		}

		.discord-embed-custom-emoji {
			display: inline-block;
		}

		.discord-embed-custom-emoji .discord-embed-custom-emoji-image {
			width: 18px;
			height: 18px;
			vertical-align: bottom;
		}

		slot[name='footer']::slotted(*) {
			grid-column: 1/3;
			grid-row: auto/auto;
		}
	`;#e=ee(this,o,void 0);get color(){return this.#e}set color(I){this.#e=I}#t=(ee(this,c),ee(this,m,void 0));get authorName(){return this.#t}set authorName(I){this.#t=I}#i=(ee(this,h),ee(this,y,void 0));get authorImage(){return this.#i}set authorImage(I){this.#i=I}#s=(ee(this,g),ee(this,d,void 0));get authorUrl(){return this.#s}set authorUrl(I){this.#s=I}#a=(ee(this,n),ee(this,A,void 0));get embedTitle(){return this.#a}set embedTitle(I){this.#a=I}#r=(ee(this,k),ee(this,w,{}));get embedEmojisMap(){return this.#r}set embedEmojisMap(I){this.#r=I}#o=(ee(this,p),ee(this,ie,void 0));get url(){return this.#o}set url(I){this.#o=I}#h=(ee(this,ae),ee(this,he,void 0));get thumbnail(){return this.#h}set thumbnail(I){this.#h=I}#l=(ee(this,le),ee(this,q,void 0));get image(){return this.#l}set image(I){this.#l=I}#n=(ee(this,S),ee(this,fe,void 0));get video(){return this.#n}set video(I){this.#n=I}#c=(ee(this,ve),ee(this,ue,void 0));get provider(){return this.#c}set provider(I){this.#c=I}#d=(ee(this,ge),ee(this,ze,!1));get lightTheme(){return this.#d}set lightTheme(I){this.#d=I}render(){let I=this.parseTitle(this.authorName),$=this.parseTitle(this.embedTitle);return f`<div style=${Ve({"background-color":this.color})} class="discord-left-border"></div>
			<div class="discord-embed-root">
				<div class="discord-embed-wrapper">
					<div class="discord-embed-grid">
						${P(this.provider,()=>f`<div class="discord-embed-provider">${this.provider}</div>`)}
						${P(I,()=>f`<div class="discord-embed-author">
									${P(this.authorImage,()=>f`<img src=${L(this.authorImage)} alt="" class="discord-author-image" />`)}
									${P(this.authorUrl,()=>f`<a
												href=${L(this.authorUrl)}
												target="_blank"
												rel="noopener noreferrer"
												class="discord-embed-author-block"
											>
												<span class="discord-embed-author-block">${I}</span>
											</a>`,()=>f`<span class="discord-embed-author-block">${I}</span>`)}
								</div>`)}
						${P($,()=>f`<div class="discord-embed-title">
									${this.url?f`<a href="${this.url}" target="_blank" rel="noopener noreferrer"> ${$} </a>`:f`${$}`}
								</div>`)}
						<slot name="description"></slot>
						<slot name="fields"></slot>
						${P(this.image||this.video,()=>f`<div class=${me({"discord-embed-media":!0,"discord-embed-media-video":!!this.video})}>
									${this.renderMedia()}
								</div>`)}
						${P(this.thumbnail,()=>f`<img src=${L(this.thumbnail)} alt="" class="discord-embed-thumbnail" />`)}
						<slot name="footer"></slot>
					</div>
				</div>
			</div>`}renderMedia(){return this.video?f`
				<video
					controls
					muted
					preload="none"
					poster=${L(this.image)}
					src=${L(this.video)}
					height="225"
					width="400"
					class="discord-embed-video"
				>
					<img src=${L(this.image)} alt="Discord embed media" class="discord-embed-image" />
				</video>
			`:this.image?f`<img src=${L(this.image)} alt="Discord embed media" class="discord-embed-image" />`:null}parseTitle(I){if(!I)return null;let $=[],Z="";for(let D of I.split(`
`)){for(let H of D.split(" ")){let G=et(H)??this.embedEmojisMap[H]??{};G.name?$.push(f`<discord-custom-emoji name=${G.name} url=${L(G.url)} embed-emoji></discord-custom-emoji>`):Z+=`${H} `,Z===" "&&$.push(f`<br />`)}$.push(Z),Z=""}return $.map(D=>typeof D=="string"?f`<span>${D}</span>`:D)}constructor(){super(...arguments),ee(this,be)}static{ee(e,s)}};return ye=e})();var ir=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},sr=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},uc=(()=>{let i=[F("discord-embed-description")],t,s=[],e,a=B;var l=class extends a{static{e=this}static{let o=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;ir(null,t={value:e},i,{kind:"class",name:e.name,metadata:o},null,s),l=e=t.value,o&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:o})}static styles=U`
		:host {
			font-size: 0.875rem;
			font-weight: 400;
			grid-column: 1/1;
			line-height: 1.125rem;
			margin-top: 8px;
			min-width: 0;
		}
	`;render(){return f`<slot></slot>`}static{sr(e,s)}};return l=e})();var it=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},He=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},kc=(()=>{let i=[F("discord-embed-field")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[];var R=class extends a{static{e=this}static{let w=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b({reflect:!0,attribute:"field-title"})],_=[b({attribute:!1})],r=[b({type:Boolean,reflect:!0,attribute:"inline"})],u=[b({type:Number,reflect:!0,attribute:"inline-index"})],v=[K({context:J,subscribe:!0}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],it(this,null,l,{kind:"accessor",name:"fieldTitle",static:!1,private:!1,access:{has:p=>"fieldTitle"in p,get:p=>p.fieldTitle,set:(p,V)=>{p.fieldTitle=V}},metadata:w},o,c),it(this,null,_,{kind:"accessor",name:"embedFieldEmojisMap",static:!1,private:!1,access:{has:p=>"embedFieldEmojisMap"in p,get:p=>p.embedFieldEmojisMap,set:(p,V)=>{p.embedFieldEmojisMap=V}},metadata:w},m,h),it(this,null,r,{kind:"accessor",name:"inline",static:!1,private:!1,access:{has:p=>"inline"in p,get:p=>p.inline,set:(p,V)=>{p.inline=V}},metadata:w},y,g),it(this,null,u,{kind:"accessor",name:"inlineIndex",static:!1,private:!1,access:{has:p=>"inlineIndex"in p,get:p=>p.inlineIndex,set:(p,V)=>{p.inlineIndex=V}},metadata:w},d,n),it(this,null,v,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:p=>"lightTheme"in p,get:p=>p.lightTheme,set:(p,V)=>{p.lightTheme=V}},metadata:w},A,k),it(null,t={value:e},i,{kind:"class",name:e.name,metadata:w},null,s),R=e=t.value,w&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:w})}static styles=U`
		:host {
			font-size: 0.875rem;
			line-height: 1.125rem;
			min-width: 0;
			font-weight: 400;
			grid-column: 1/13;
			word-break: break-word;
		}

		:host .discord-field-title {
			color: #ffffff;
			font-weight: 600;
			font-size: 0.875rem;
			line-height: 1.125rem;
			min-width: 0;
			margin-bottom: 2px;
		}

		:host .discord-inline-field {
			flex-grow: 1;
			flex-basis: auto;
			min-width: 150px;
		}

		:host([light-theme]) .discord-field-title {
			color: #313338;
		}
	`;#e=He(this,o,void 0);get fieldTitle(){return this.#e}set fieldTitle(w){this.#e=w}#t=(He(this,c),He(this,m,{}));get embedFieldEmojisMap(){return this.#t}set embedFieldEmojisMap(w){this.#t=w}#i=(He(this,h),He(this,y,!1));get inline(){return this.#i}set inline(w){this.#i=w}#s=(He(this,g),He(this,d,void 0));get inlineIndex(){return this.#s}set inlineIndex(w){this.#s=w}#a=(He(this,n),He(this,A,!1));get lightTheme(){return this.#a}set lightTheme(w){this.#a=w}validInlineIndices=(He(this,k),new Set([1,2,3]));checkInlineIndex(){if(this.inlineIndex){let w=Number(this.inlineIndex);if(!Number.isNaN(w)&&!this.validInlineIndices.has(w))throw new RangeError("DiscordEmbedField `inlineIndex` prop must be one of: 1, 2, or 3")}}render(){this.checkInlineIndex();let w=this.parseTitle(this.fieldTitle),p=P(w,()=>f`<div class="discord-field-title">${[...w]}</div>`);return f`${p}<slot></slot>`}parseTitle(w){if(!w)return null;let p=[],V="";for(let ie of w.split(`
`)){for(let ae of ie.split(" ")){let re=et(ae)??this.embedFieldEmojisMap[ae]??{};re.name?p.push(f`<discord-custom-emoji name=${re.name} url=${L(re.url)} embed-emoji></discord-custom-emoji>`):V+=`${ae} `,V===" "&&p.push(f`<br />`)}p.push(V),V=""}return p.map(ie=>typeof ie=="string"?f`<span>${ie}</span>`:ie)}static{He(e,s)}};return R=e})();var ar=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},rr=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},Ac=(()=>{let i=[F("discord-embed-fields")],t,s=[],e,a=B;var l=class extends a{static{e=this}static{let o=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;ar(null,t={value:e},i,{kind:"class",name:e.name,metadata:o},null,s),l=e=t.value,o&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:o})}static styles=U`
		:host {
			display: grid;
			grid-column: 1/1;
			margin-top: 8px;
			grid-gap: 8px;
		}

		::slotted([inline-index='1']) {
			grid-column: 1/5 !important;
		}

		::slotted([inline-index='2']) {
			grid-column: 5/9 !important;
		}

		::slotted([inline-index='3']) {
			grid-column: 9/13 !important;
		}
	`;render(){return f`<slot></slot>`}static{rr(e,s)}};return l=e})();var Ot=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},je=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},Rc=(()=>{let i=[F("discord-embed-footer")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[];var v=class extends a{static{e=this}static{let A=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b({attribute:"footer-image"})],_=[b({attribute:"footer-image-alt"})],r=[b({type:String,reflect:!0,converter:k=>Ye(k),attribute:!0})],u=[K({context:J,subscribe:!0}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],Ot(this,null,l,{kind:"accessor",name:"footerImage",static:!1,private:!1,access:{has:k=>"footerImage"in k,get:k=>k.footerImage,set:(k,R)=>{k.footerImage=R}},metadata:A},o,c),Ot(this,null,_,{kind:"accessor",name:"footerImageAlt",static:!1,private:!1,access:{has:k=>"footerImageAlt"in k,get:k=>k.footerImageAlt,set:(k,R)=>{k.footerImageAlt=R}},metadata:A},m,h),Ot(this,null,r,{kind:"accessor",name:"timestamp",static:!1,private:!1,access:{has:k=>"timestamp"in k,get:k=>k.timestamp,set:(k,R)=>{k.timestamp=R}},metadata:A},y,g),Ot(this,null,u,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:k=>"lightTheme"in k,get:k=>k.lightTheme,set:(k,R)=>{k.lightTheme=R}},metadata:A},d,n),Ot(null,t={value:e},i,{kind:"class",name:e.name,metadata:A},null,s),v=e=t.value,A&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:A})}static styles=U`
		:host {
			-webkit-box-align: center;
			align-items: center;
			display: flex;
			font-size: 12px;
			line-height: 16px;
			font-weight: 500;
			margin-top: 8px;
		}

		:host([light-theme]) {
			color: #747f8d;
		}

		:host .discord-footer-image {
			border-radius: 50%;
			flex-shrink: 0;
			height: 20px;
			margin-right: 8px;
			width: 20px;
		}

		:host .discord-footer-separator {
			color: #dcddde;
			font-weight: 500;
			display: inline-block;
			margin: 0 4px;
		}

		:host([light-theme]) .discord-footer-separator {
			color: #5c5e66;
		}
	`;#e=je(this,o,void 0);get footerImage(){return this.#e}set footerImage(A){this.#e=A}#t=(je(this,c),je(this,m,void 0));get footerImageAlt(){return this.#t}set footerImageAlt(A){this.#t=A}#i=(je(this,h),je(this,y,void 0));get timestamp(){return this.#i}set timestamp(A){this.#i=A}#s=(je(this,g),je(this,d,!1));get lightTheme(){return this.#s}set lightTheme(A){this.#s=A}updateTimestamp(A){A&&!Number.isNaN(new Date(A).getTime())&&(this.timestamp=Ye(A))}render(){return this.updateTimestamp(this.timestamp),f`${P(this.footerImage,()=>f`<img src=${L(this.footerImage)} alt=${L(this.footerImageAlt)} class="discord-footer-image" />`)}
			<slot></slot>
			${P(this.timestamp,()=>f`<span class="discord-footer-separator">&bull;</span>`)}
			${P(this.timestamp,()=>` ${this.timestamp}`,()=>null)}`}constructor(){super(...arguments),je(this,n)}static{je(e,s)}};return v=e})();var st=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},$e=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},Jc=(()=>{let i=[F("discord-link")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[];var R=class extends a{static{e=this}static{let w=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[K({context:J,subscribe:!0}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],_=[b()],r=[b()],u=[b()],v=[b()],st(this,null,l,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:p=>"lightTheme"in p,get:p=>p.lightTheme,set:(p,V)=>{p.lightTheme=V}},metadata:w},o,c),st(this,null,_,{kind:"accessor",name:"href",static:!1,private:!1,access:{has:p=>"href"in p,get:p=>p.href,set:(p,V)=>{p.href=V}},metadata:w},m,h),st(this,null,r,{kind:"accessor",name:"rel",static:!1,private:!1,access:{has:p=>"rel"in p,get:p=>p.rel,set:(p,V)=>{p.rel=V}},metadata:w},y,g),st(this,null,u,{kind:"accessor",name:"target",static:!1,private:!1,access:{has:p=>"target"in p,get:p=>p.target,set:(p,V)=>{p.target=V}},metadata:w},d,n),st(this,null,v,{kind:"accessor",name:"type",static:!1,private:!1,access:{has:p=>"type"in p,get:p=>p.type,set:(p,V)=>{p.type=V}},metadata:w},A,k),st(null,t={value:e},i,{kind:"class",name:e.name,metadata:w},null,s),R=e=t.value,w&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:w})}static styles=U`
		a {
			color: #00aff4;
			text-decoration: none;
		}

		a:hover {
			text-decoration: underline;
		}

		.discord-link-light-theme a {
			color: #00b0f4;
		}
	`;#e=$e(this,o,!1);get lightTheme(){return this.#e}set lightTheme(w){this.#e=w}#t=($e(this,c),$e(this,m,void 0));get href(){return this.#t}set href(w){this.#t=w}#i=($e(this,h),$e(this,y,void 0));get rel(){return this.#i}set rel(w){this.#i=w}#s=($e(this,g),$e(this,d,void 0));get target(){return this.#s}set target(w){this.#s=w}#a=($e(this,n),$e(this,A,void 0));get type(){return this.#a}set type(w){this.#a=w}render(){return f`<a
			href=${L(this.href)}
			rel=${L(this.rel)}
			target=${L(this.target)}
			type=${L(this.type)}
			class=${me({"discord-link-light-theme":this.lightTheme})}
			><slot></slot
		></a>`}constructor(){super(...arguments),$e(this,k)}static{$e(e,s)}};return R=e})();var or=E`
	<path
		fill="currentColor"
		d="M12 2a1 1 0 0 1 1 1v10.59l3.3-3.3a1 1 0 1 1 1.4 1.42l-5 5a1 1 0 0 1-1.4 0l-5-5a1 1 0 1 1 1.4-1.42l3.3 3.3V3a1 1 0 0 1 1-1ZM3 20a1 1 0 1 0 0 2h18a1 1 0 1 0 0-2H3Z"
	/>
`;function Ji(i={}){return f`<svg
		${C(i)}
		class="discord-icon-download"
		aria-hidden="true"
		role="img"
		xmlns="http://www.w3.org/2000/svg"
		width="20"
		height="20"
		fill="none"
		viewBox="0 0 24 24"
	>
		${or}
	</svg>`}var hr=E`
	<path
	fill="#939bf9"
	d="m72 29.3v60.3c0 2.24 0 3.36-.44 4.22-.38.74-1 1.36-1.74 1.74-.86.44-1.98.44-4.22.44h-59.2c-2.24 0-3.36 0-4.22-.44-.74-.38-1.36-1-1.74-1.74-.44-.86-.44-1.98-.44-4.22v-83.2c0-2.24 0-3.36.44-4.22.38-.74 1-1.36 1.74-1.74.86-.44 1.98-.44 4.22-.44h36.3c1.96 0 2.94 0 3.86.22.5.12.98.28 1.44.5v16.88c0 2.24 0 3.36.44 4.22.38.74 1 1.36 1.74 1.74.86.44 1.98.44 4.22.44h16.88c.22.46.38.94.5 1.44.22.92.22 1.9.22 3.86z" fill="#d3d6fd"/><path d="m68.26 20.26c1.38 1.38 2.06 2.06 2.56 2.88.18.28.32.56.46.86h-16.88c-2.24 0-3.36 0-4.22-.44-.74-.38-1.36-1-1.74-1.74-.44-.86-.44-1.98-.44-4.22v-16.880029c.3.14.58.28.86.459999.82.5 1.5 1.18 2.88 2.56z" />
`;function Xi(i={}){return f`<svg ${C(i)} aria-hidden="false" fill="none" width="72" height="96" viewBox="0 0 72 96">${hr}</svg>`}var Se=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},oe=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},u4=(()=>{let i=[F("discord-file-attachment")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[],R,w=[],p=[],V,ie=[],ae=[],re,he=[],le=[];var ne=class extends a{static{e=this}static{let q=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b()],_=[b({type:Number})],r=[b({attribute:"bytes-unit"})],u=[b()],v=[b()],R=[b()],V=[b()],re=[K({context:J,subscribe:!0}),b({type:Boolean,reflect:!0,attribute:"light-theme"})],Se(this,null,l,{kind:"accessor",name:"name",static:!1,private:!1,access:{has:S=>"name"in S,get:S=>S.name,set:(S,Q)=>{S.name=Q}},metadata:q},o,c),Se(this,null,_,{kind:"accessor",name:"bytes",static:!1,private:!1,access:{has:S=>"bytes"in S,get:S=>S.bytes,set:(S,Q)=>{S.bytes=Q}},metadata:q},m,h),Se(this,null,r,{kind:"accessor",name:"bytesUnit",static:!1,private:!1,access:{has:S=>"bytesUnit"in S,get:S=>S.bytesUnit,set:(S,Q)=>{S.bytesUnit=Q}},metadata:q},y,g),Se(this,null,u,{kind:"accessor",name:"href",static:!1,private:!1,access:{has:S=>"href"in S,get:S=>S.href,set:(S,Q)=>{S.href=Q}},metadata:q},d,n),Se(this,null,v,{kind:"accessor",name:"rel",static:!1,private:!1,access:{has:S=>"rel"in S,get:S=>S.rel,set:(S,Q)=>{S.rel=Q}},metadata:q},A,k),Se(this,null,R,{kind:"accessor",name:"target",static:!1,private:!1,access:{has:S=>"target"in S,get:S=>S.target,set:(S,Q)=>{S.target=Q}},metadata:q},w,p),Se(this,null,V,{kind:"accessor",name:"type",static:!1,private:!1,access:{has:S=>"type"in S,get:S=>S.type,set:(S,Q)=>{S.type=Q}},metadata:q},ie,ae),Se(this,null,re,{kind:"accessor",name:"lightTheme",static:!1,private:!1,access:{has:S=>"lightTheme"in S,get:S=>S.lightTheme,set:(S,Q)=>{S.lightTheme=Q}},metadata:q},he,le),Se(null,t={value:e},i,{kind:"class",name:e.name,metadata:q},null,s),ne=e=t.value,q&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:q})}static styles=U`
		:host {
			display: grid;
			height: -moz-fit-content;
			height: fit-content;
			grid-auto-flow: row;
			grid-row-gap: 0.25rem;
			grid-template-columns: repeat(auto-fill, minmax(100%, 1fr));
			text-indent: 0;
			min-height: 0;
			min-width: 0;
			padding-top: 0.125rem;
			padding-bottom: 0.125rem;
			position: relative;
		}

		:host > * {
			justify-self: start;
			align-self: start;
		}

		.discord-file-attachment-non-visual-media-item-container:hover .discord-button-download-attachment {
			display: block !important;
		}

		.discord-button-download-attachment {
			display: none;
			position: absolute;
			top: -8px;
			right: -8px;
			border-radius: 5px;
			outline: color-mix(in oklab, hsl(220 calc(1 * 6.5%) 18% / 1) 100%, black 0%);
			background-color: color-mix(in oklab, hsl(223 calc(1 * 6.7%) 20.6% / 1) 100%, black 0%);
		}

		.discord-link-download-attachment {
			color: color-mix(in oklab, hsl(215 calc(1 * 8.8%) 73.3% / 1) 100%, black 0%);
			display: flex;
		}

		.discord-icon-download {
			padding: 6px;
		}

		.discord-file-attachment-non-visual-media-item-container {
			margin-top: 8px;
			max-width: 100%;
			display: flex;
			flex-direction: column;
			position: relative;
		}

		.discord-file-attachment-non-visual-media-item {
			width: -moz-fit-content;
			width: fit-content;
			max-width: 100%;
		}

		.discord-file-attachment-mosaic-item-media {
			position: relative;
			max-height: inherit;
			border-radius: 2px;
			width: 100%;
			align-items: center;
			display: flex;
			flex-flow: row nowrap;
			max-width: 100%;
			height: 100%;
		}

		.discord-file-attachment-mosaic-style {
			padding: 16px;
			border-radius: 8px;
			width: 432px;
			max-width: 100%;
			flex: auto;
			border-color: #202020;
			background-color: #282828;

			align-items: center;
			flex-direction: row;
			display: flex;
			box-sizing: border-box;
			letter-spacing: 0;
			border: 1px solid transparent;
		}

		.discord-file-attachment-light-theme.discord-file-attachment-mosaic-style {
			border-color: #f3f3f3;
			background-color: #f9f9f9;
		}

		.discord-file-attachment-icon {
			width: 30px;
			height: 40px;
			margin-right: 8px;
			flex-shrink: 0;
		}

		.discord-file-attachment-inner {
			flex: 1;
			white-space: nowrap;
			text-overflow: ellipsis;
			overflow: hidden;
		}

		.discord-file-attachment-filename-link-wrapper {
			color: #00aff4;
			white-space: nowrap;
			text-overflow: ellipsis;
			overflow: hidden;
		}

		.discord-file-attachment-metadata {
			line-height: 16px;
			font-size: 12px;
			font-weight: 400;
			color: hsl(223 calc(1 * 5.8%) 52.9% / 1);
			margin-right: 8px;
		}
	`;#e=oe(this,o,void 0);get name(){return this.#e}set name(q){this.#e=q}#t=(oe(this,c),oe(this,m,void 0));get bytes(){return this.#t}set bytes(q){this.#t=q}#i=(oe(this,h),oe(this,y,void 0));get bytesUnit(){return this.#i}set bytesUnit(q){this.#i=q}#s=(oe(this,g),oe(this,d,void 0));get href(){return this.#s}set href(q){this.#s=q}#a=(oe(this,n),oe(this,A,void 0));get rel(){return this.#a}set rel(q){this.#a=q}#r=(oe(this,k),oe(this,w,void 0));get target(){return this.#r}set target(q){this.#r=q}#o=(oe(this,p),oe(this,ie,void 0));get type(){return this.#o}set type(q){this.#o=q}#h=(oe(this,ae),oe(this,he,!1));get lightTheme(){return this.#h}set lightTheme(q){this.#h=q}render(){return f`<div class="discord-file-attachment-non-visual-media-item-container">
			<div class="discord-file-attachment-non-visual-media-item">
				<div class="discord-file-attachment-mosaic-item-media">
					<div class=${me({"discord-file-attachment-mosaic-style":!0,"discord-file-attachment-light-theme":this.lightTheme})}>
						${Xi({class:"discord-file-attachment-icon",alt:"Attachment file type: unknown",title:"unknown"})}
						<div class="discord-file-attachment-inner">
							<div class="discord-file-attachment-filename-link-wrapper">
								<discord-link
									href=${L(this.href)}
									rel=${L(this.rel)}
									target=${L(this.target)}
									type=${L(this.type)}
								>
									${this.name}
								</discord-link>
							</div>
							<div class="discord-file-attachment-metadata">
								${this.bytes}${P(this.bytesUnit,()=>f` ${this.bytesUnit}`,()=>null)}
							</div>
						</div>
					</div>
				</div>
			</div>
			<div class="discord-button-download-attachment">
				<a
					class="discord-link-download-attachment"
					aria-label="Download"
					href="${L(this.href)}"
					rel="noreferrer noopener"
					target="_blank"
					role="button"
					tabindex="0"
				>
					${Ji()}
				</a>
			</div>
		</div>`}constructor(){super(...arguments),oe(this,le)}static{oe(e,s)}};return ne=e})();var at=function(i,t,s,e,a,l){function o(v){if(v!==void 0&&typeof v!="function")throw new TypeError("Function expected");return v}for(var c=e.kind,_=c==="getter"?"get":c==="setter"?"set":"value",m=!t&&i?e.static?i:i.prototype:null,h=t||(m?Object.getOwnPropertyDescriptor(m,e.name):{}),r,y=!1,g=s.length-1;g>=0;g--){var u={};for(var d in e)u[d]=d==="access"?{}:e[d];for(var d in e.access)u.access[d]=e.access[d];u.addInitializer=function(v){if(y)throw new TypeError("Cannot add initializers after decoration has completed");l.push(o(v||null))};var n=(0,s[g])(c==="accessor"?{get:h.get,set:h.set}:h[_],u);if(c==="accessor"){if(n===void 0)continue;if(n===null||typeof n!="object")throw new TypeError("Object expected");(r=o(n.get))&&(h.get=r),(r=o(n.set))&&(h.set=r),(r=o(n.init))&&a.unshift(r)}else(r=o(n))&&(c==="field"?a.unshift(r):h[_]=r)}m&&Object.defineProperty(m,e.name,h),y=!0},ke=function(i,t,s){for(var e=arguments.length>2,a=0;a<t.length;a++)s=e?t[a].call(i,s):t[a].call(i);return e?s:void 0},H4=(()=>{let i=[F("discord-image-attachment")],t,s=[],e,a=B,l,o=[],c=[],_,m=[],h=[],r,y=[],g=[],u,d=[],n=[],v,A=[],k=[];var R=class extends a{static{e=this}static{let w=typeof Symbol=="function"&&Symbol.metadata?Object.create(a[Symbol.metadata]??null):void 0;l=[b({reflect:!0,attribute:"url"})],_=[b({type:Number,reflect:!0,attribute:"height"})],r=[b({type:Number,reflect:!0,attribute:"width"})],u=[b({reflect:!0,attribute:"alt"})],v=[b({type:Boolean,attribute:"custom-image-element"})],at(this,null,l,{kind:"accessor",name:"url",static:!1,private:!1,access:{has:p=>"url"in p,get:p=>p.url,set:(p,V)=>{p.url=V}},metadata:w},o,c),at(this,null,_,{kind:"accessor",name:"height",static:!1,private:!1,access:{has:p=>"height"in p,get:p=>p.height,set:(p,V)=>{p.height=V}},metadata:w},m,h),at(this,null,r,{kind:"accessor",name:"width",static:!1,private:!1,access:{has:p=>"width"in p,get:p=>p.width,set:(p,V)=>{p.width=V}},metadata:w},y,g),at(this,null,u,{kind:"accessor",name:"alt",static:!1,private:!1,access:{has:p=>"alt"in p,get:p=>p.alt,set:(p,V)=>{p.alt=V}},metadata:w},d,n),at(this,null,v,{kind:"accessor",name:"customImageElement",static:!1,private:!1,access:{has:p=>"customImageElement"in p,get:p=>p.customImageElement,set:(p,V)=>{p.customImageElement=V}},metadata:w},A,k),at(null,t={value:e},i,{kind:"class",name:e.name,metadata:w},null,s),R=e=t.value,w&&Object.defineProperty(e,Symbol.metadata,{enumerable:!0,configurable:!0,writable:!0,value:w})}static styles=U`
		:host {
			display: block;
			position: relative;
			-webkit-user-select: text;
			-moz-user-select: text;
			-ms-user-select: text;
			user-select: text;
			overflow: hidden;
			border-radius: 3px;
		}

		.discord-image-attachment {
			color: #dcddde;
			display: flex;
			font-size: 13px;
			line-height: 150%;
			margin-bottom: 8px;
			margin-top: 8px;
		}
	`;#e=ke(this,o,void 0);get url(){return this.#e}set url(w){this.#e=w}#t=(ke(this,c),ke(this,m,void 0));get height(){return this.#t}set height(w){this.#t=w}#i=(ke(this,h),ke(this,y,void 0));get width(){return this.#i}set width(w){this.#i=w}#s=(ke(this,g),ke(this,d,"discord image attachment"));get alt(){return this.#s}set alt(w){this.#s=w}#a=(ke(this,n),ke(this,A,!1));get customImageElement(){return this.#a}set customImageElement(w){this.#a=w}componentWillRender(){this.customImageElement||Os(this.url)}render(){return f`
			<div class="discord-image-attachment">
				<div class="discord-image-wrapper" style="${Ve({height:`${this.height}px`,width:`${this.width}px`})}">
					${P(this.customImageElement,()=>f`<slot></slot>`,()=>f`<img
								alt=${L(this.alt)}
								src=${L(this.url)}
								height=${L(this.height)}
								width=${L(this.width)}
							/>`)}
				</div>
			</div>
		`}constructor(){super(...arguments),ke(this,k)}static{ke(e,s)}};return R=e})();
