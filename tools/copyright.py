#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""copyright.py ROOT: prints debian/copyright (DEP-5) of ROOT, whose NOTICE names the licences of the tables.

`tools/copyright.py . >debian/copyright` writes it anew; tests/notices.py compares the two.
"""
import pathlib
import re
import sys
import textwrap

SECTION = re.compile(r"^(.+)\nTables: (.+)\nLicence: (.+)\n((?:.+\n)*)", re.MULTILINE)
# As NOTICE calls them: short names of DEP-5.
SHORT = {"MIT": "Expat", "Licence Ouverte 2.0": "etalab-2.0", "public domain (U.S. government)": "public-domain"}
# Tables of their own, in which nothing is ours.
SHARE_ALIKE = {"CC-BY-SA-4.0", "MPL-2.0", "ODbL-1.0"}
COMMON = "On Debian systems, the complete text is in /usr/share/common-licenses/{}."
CREATIVE = "The text of this licence is at https://creativecommons.org/licenses/{}/4.0/legalcode. What it asks is in NOTICE."
TEXTS = {
    "Apache-2.0": COMMON.format("Apache-2.0"),
    "MPL-2.0": COMMON.format("MPL-2.0"),
    "CC-BY-4.0": CREATIVE.format("by"),
    "CC-BY-SA-4.0": CREATIVE.format("by-sa"),
    "ODbL-1.0": "The text of this licence is at https://opendatacommons.org/licenses/odbl/1-0/. What it asks is in NOTICE.",
    "etalab-2.0": "The text of this licence is at https://www.etalab.gouv.fr/licence-ouverte-open-licence/.",
    "public-domain": "Works of the government of the United States are not subject to copyright there.",
}


def field(name, text):
    """Lines after the first are indented, and one that is empty is a dot."""
    return name + ": " + "\n ".join(line or "." for line in text.splitlines())


def paragraphs(notice):
    ours = re.search(r"^Copyright (.+)$", notice, re.MULTILINE).group(1)
    sections = [(who, tables.split(", "), SHORT.get(licence, licence), re.findall(r"^Copyright \(c\) (.+)$", text, re.MULTILINE))
                for who, tables, licence, text in SECTION.findall(notice)]
    yield "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: frugal"
    yield field("Files", "*") + "\n" + field("Copyright", ours) + "\n" + field("License", "Apache-2.0")
    for table in sorted({table for _, tables, _, _ in sections for table in tables}):
        of = [(who, licence, rights) for who, tables, licence, rights in sections if table in tables]
        holders = [ours] + [line for who, _, rights in of for line in rights or [who]]
        licences = {licence for _, licence, _ in of}
        if not licences <= SHARE_ALIKE:
            licences.add("Apache-2.0")
        yield "\n".join([field("Files", f"factors/{table}"), field("Copyright", "\n".join(dict.fromkeys(holders))),
                         field("License", " and ".join(sorted(licences))),
                         field("Comment", "each row states its source and licence; NOTICE has what they ask")])
    mit = re.search(r"^The MIT licence\n\n(.+)\Z", notice, re.MULTILINE | re.DOTALL).group(1)
    texts = dict(TEXTS, Expat=mit.strip())
    for licence in sorted({"Apache-2.0"} | {licence for _, _, licence, _ in sections}):
        text = texts[licence] if licence == "Expat" else textwrap.fill(texts[licence], 76, break_on_hyphens=False)
        yield field("License", licence + "\n" + text)


def written(root):
    return "\n\n".join(paragraphs((root / "NOTICE").read_text(encoding="utf-8"))) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written(pathlib.Path(sys.argv[1])))
