// The text of a page by its looks: a Map from a look to the first element that has it. Elements of one look agree in all
// that axe-core computes a contrast from: their own style, what they and their ancestors paint, whether they can be seen.
// An element whose place matters has a look of its own, a number: one that another box lies over or under, that is partly
// scrolled out of sight, or that goes on in a second line.
() => {
  const cached = (compute, known = new Map()) => (each) => known.get(each) ?? known.set(each, compute(each)).get(each);
  const style = cached(getComputedStyle);
  const box = cached((each) => each.getBoundingClientRect());
  const isVisible = (each) => each.checkVisibility({ visibilityProperty: true });

  const paint = (s) => [s.backgroundColor, s.backgroundImage, s.backgroundClip, s.opacity, s.filter, s.mixBlendMode, s.clipPath].join();
  const nothing = "rgba(0, 0, 0, 0),none,border-box,1,none,normal,none";
  const paints = cached((each) =>
    [style(each), getComputedStyle(each, "::before"), getComputedStyle(each, "::after")]
      .filter((s, pseudo) => !pseudo || s.content !== "none").map(paint).filter((layer) => layer !== nothing).join("+"));
  const ground = cached((each) => [each.parentElement ? ground(each.parentElement) : "", paints(each)].filter(Boolean).join("/"));

  const root = document.documentElement;
  const page = { left: 0, top: 0, right: root.scrollWidth, bottom: root.scrollHeight };
  const window = cached((each) => {
    const around = each.parentElement ? window(each.parentElement) : page;
    if (each === root || each === document.body || style(each).overflowX === "visible") return around;
    const { left, top, right, bottom } = box(each);
    return {
      left: Math.max(left, around.left), top: Math.max(top, around.top),
      right: Math.min(right, around.right), bottom: Math.min(bottom, around.bottom),
    };
  });
  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const holds = (a, b) => a.left <= b.left && b.right <= a.right && a.top <= b.top && b.bottom <= a.bottom;

  const opaque = [...document.body.querySelectorAll("*")]
    .filter((each) => (paints(each) || each.matches("img, svg, canvas, video, iframe, object")) && isVisible(each));
  const isPlain = (each) => each.getClientRects().length <= 1
    && holds(window(each), box(each)) === meets(window(each), box(each))
    && !opaque.some((other) => meets(box(other), box(each)) && !other.contains(each) && !each.contains(other));

  function look(each) {
    const s = style(each);
    const text = each.textContent.trim();
    const isOfWords = /[\p{L}\p{N}]\S|\S[\p{L}\p{N}]/u.test(text); // axe-core leaves single characters and pictograms to people
    return [
      s.color, s.fontSize, s.fontWeight, s.textShadow, s.textIndent, ground(each), isVisible(each), isOfWords || text,
      meets(window(each), box(each)), !!each.closest(":disabled, [aria-disabled=true]"),
    ].join(" ");
  }

  const hasText = (each) => [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const looks = new Map();
  for (const each of document.body.querySelectorAll("*")) {
    const isControl = each.closest("label, input, select, textarea");
    if (!isControl && !hasText(each)) continue;
    const key = isControl || !isPlain(each) ? looks.size : look(each);
    if (!looks.has(key)) looks.set(key, each);
  }
  return looks;
}
