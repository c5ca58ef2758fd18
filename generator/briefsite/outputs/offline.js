/* What a site needs that is opened from a disk, without a server.

   Browsers then refuse workers, modules and `fetch`, but load scripts. So `offline.py` makes a script
   `X.js` of each file X that a script would ask for. It gives the content of X, as base64 or as a
   function, to the element that loads it. */

{
  const load = address => new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = Object.assign(new URL(address, location), { search: "", hash: "" }) + ".js"
    script.give = resolve
    script.onerror = () => reject(new Error(`cannot load ${script.src}`))
    document.head.append(script)
  })

  window.offlineFetch = async address => {
    return new Response(Uint8Array.from(atob(await load(address)), char => char.charCodeAt(0)))
  }

  const importPagefind = async address => {
    const pagefind = await load(address)
    return pagefind(String(address), offlineFetch)
  }

  /* Search boxes talk to their search through a worker. This one works in the page; what it imports is in
     its file. */
  window.Worker = function (address) {
    const { port1, port2 } = new MessageChannel()
    load(address).then(work => {
      const self = { location: new URL(address, location), fetch: offlineFetch, importPagefind }
      work(Object.assign(port2, self), () => {})
      port2.start()
    }, () => port1.dispatchEvent(new Event("error")))
    port1.start()
    return port1
  }
}
