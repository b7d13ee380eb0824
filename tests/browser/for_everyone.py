"""What every page has to hold: axe, no sideways scrolling, one title and one h1, ids once.

Contrast is most of what axe does, and it depends on tones alone: the colour and size of words and
all that is painted behind them. Tones that axe has passed are remembered, and it is asked for the
contrast of a page, as a whole, whenever there are others on it.
"""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

TONES = """
(() => {
  const unseen = "[aria-disabled=true], [inert]";
  const inputs = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file])";
  const behind = new Map();

  const layers = one => {
    if (!one) return "";
    if (!behind.has(one)) {
      const own = getComputedStyle(one);
      const plain = own.backgroundColor === "rgba(0, 0, 0, 0)" && own.backgroundImage === "none"
        && own.opacity === "1" && own.filter === "none" && own.mixBlendMode === "normal";
      const layer = plain ? "" : [own.backgroundColor, own.backgroundImage, own.opacity,
        own.filter, own.mixBlendMode].join(" ") + "; ";
      behind.set(one, layer + layers(one.parentElement));
    }
    return behind.get(one);
  };
  const clipped = one =>
    one && (getComputedStyle(one).clipPath !== "none" || clipped(one.parentElement));
  const judged = one => one.checkVisibility({ visibilityProperty: true }) && !clipped(one)
    && !one.matches(":disabled, option") && !one.control?.disabled && !one.closest(unseen)
    && one.getBoundingClientRect().bottom > 0;
  const worded = one => one.matches(`${inputs}, select, textarea`)
    || [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());

  window.toneOf = one => {
    const own = getComputedStyle(one);
    return [own.color, own.fontSize, own.fontWeight, own.textShadow, "on", layers(one)].join(" ");
  };
  window.tonesHere = () => {
    behind.clear();
    const all = [...document.body.querySelectorAll("*")];
    return [...new Set(all.filter(one => worded(one) && judged(one)).map(toneOf))];
  };
})()
"""
ALL_BUT_CONTRAST = """
axe.run({ rules: { "color-contrast": { enabled: false } }, resultTypes: ["violations"] })
  .then(found => ({ violations: found.violations }))
"""
CONTRAST = """
axe.run({ runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true })
  .then(found => {
    const nodesOf = results => results.flatMap(result => result.nodes);
    const passed = [...new Set(nodesOf(found.passes).map(node => toneOf(node.element)))];
    nodesOf(found.violations).forEach(node => { delete node.element; });
    return { violations: found.violations, passed };
  })
"""


class Everyone:
    """Looks at pages, and remembers the tones that can be read."""

    def __init__(self) -> None:
        self._readable = set[str]()

    def looks_at(self, page: Page) -> None:
        if page.evaluate("typeof axe === 'undefined' || typeof toneOf === 'undefined'"):
            page.evaluate(AXE_SCRIPT)
            page.evaluate(TONES)
        _holds(page.evaluate(ALL_BUT_CONTRAST))
        if not self._readable.issuperset(page.evaluate("tonesHere()")):
            found = page.evaluate(CONTRAST)
            _holds(found)
            self._readable.update(found["passed"])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.title()
        assert page.locator("h1").count() == 1
        ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
        assert len(ids) == len(set(ids)), sorted(ids)


def _holds(found: dict) -> None:
    said = AxeResults(found)
    assert said.violations_count == 0, said.generate_report()
