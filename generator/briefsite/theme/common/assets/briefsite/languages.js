/* The switch of languages leads to the place in the page to which the address of this one leads: passages
   have one name in all languages, and statements are numbered alike. */

{
  const names = JSON.parse(document.currentScript.dataset.anchors)

  function follow() {
    const [, word, number] = /^(.*?)((?:-\d+)?)$/.exec(decodeURIComponent(location.hash.slice(1)))
    for (const link of document.querySelectorAll(".bs-languages a")) {
      const name = /^p\d+$/.test(word) ? word : names[link.hreflang]?.[word]
      link.hash = name ? name + number : ""
    }
  }

  addEventListener("hashchange", follow)
  follow()
}
