# SPDX-License-Identifier: Apache-2.0
"""look.py FILE...: what a page or a chart may not do: load anything, run anything, let texts of a
chart run out of it or over one another, name nothing for who listens. Prints each fault; else `fine`.
Widths are those of a wide sans serif: 0.62 of the size for a letter."""
import html.parser
import re
import sys
import xml.etree.ElementTree as tree

LETTER = 0.62


def boxes(svg):
    """(text, x, y, width, height) of each text, groups moved by translate."""
    def walk(element, dx, dy):
        moved = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
        if moved:
            dx, dy = dx + float(moved[1]), dy + float(moved[2])
        if element.tag.endswith("text"):
            size = float(element.get("font-size", svg.get("font-size", 14)))
            text = "".join(element.itertext())
            width, x = LETTER * size * len(text), float(element.get("x")) + dx
            x -= {"end": width, "middle": width / 2}.get(element.get("text-anchor"), 0)
            yield text, x, float(element.get("y")) + dy - size * .8, width, size
        for child in element:
            yield from walk(child, dx, dy)
    return list(walk(svg, 0, 0))


def faults_of_chart(svg):
    width, height = map(float, svg.get("viewBox").split()[2:])
    names = [child.tag.rpartition("}")[2] for child in svg]
    if svg.get("role") != "img" or "title" not in names or "desc" not in names:
        yield "a chart without role, title or desc"
    texts = boxes(svg)
    for text, x, y, w, h in texts:
        if x < -1 or x + w > width + 1 or y < -2 or y + h > height + 4:
            yield f"'{text}' runs out of its chart"
    for i, (a, ax, ay, aw, ah) in enumerate(texts):
        for b, bx, by, bw, bh in texts[i + 1:]:
            if ax < bx + bw - 1 and bx < ax + aw - 1 and ay < by + bh - 1 and by < ay + ah - 1:
                yield f"'{a}' lies over '{b}'"


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.faults, self.levels, self.heads, self.ids, self.links, self.lang = [], [], 0, set(), [], None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.lang = attrs.get("lang", self.lang) if tag == "html" else self.lang
        if tag in ("script", "link", "img", "iframe", "object"):
            self.faults.append(f"<{tag}>")
        self.faults += [f"{key}={value}" for key, value in attrs.items()
                        if key in ("src", "style") or key.startswith("on") or "http" in (value or "")]
        if re.fullmatch("h[1-6]", tag):
            if self.levels and int(tag[1]) > self.levels[-1] + 1 or not self.levels and tag != "h1":
                self.faults.append(f"<{tag}> skips a level")
            self.levels.append(int(tag[1]))
        if tag == "th" and "scope" not in attrs:
            self.faults.append("a head of a table without scope")
        self.ids.add(attrs.get("id"))
        if tag == "a":
            self.links.append(attrs["href"].lstrip("#"))


def faults(name):
    text = open(name, encoding="utf-8").read()
    charts = re.findall(r"<svg.*?</svg>", text, re.S)
    for chart in charts:
        yield from faults_of_chart(tree.fromstring(chart))
    if not text.startswith("<svg"):
        page = Page()
        page.feed(text)
        yield from page.faults
        yield from (f"nothing has the id {link}" for link in page.links if link not in page.ids)
        if not page.lang or len(text.encode()) > 200_000:
            yield f"lang {page.lang}, {len(text.encode())} bytes"


for file in sys.argv[1:]:
    found = list(faults(file))
    print(f"{file}: {'fine' if not found else ''}")
    for fault in found:
        print(f"  {fault}")
