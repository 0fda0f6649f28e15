#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""words.py ROOT [ROOM...]: does the English and French of ROOT keep to the glossary of CONTRIBUTING.md?

Reads every message of src/ (of the rooms named, or of all) with its French from po/fr.po, and without rooms
also the texts of models/, the French columns of factors/ and the forms of src/report/, which are in one
language; prints each fault as FILE: FAULT: TEXT, and exits with 1 when there is one, with 77 (skipped) without xgettext.
words.py --comments ROOT [ROOM...] looks at comments instead: a list for a reader, since a cache may
hold what a message may not.
words.py --self-test plants a fault of each kind, and a text that must pass.
"""
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NARROW = "\u202f"  # narrow no-break space
# A plain or wide space where a narrow one belongs, or none after « and before ; ! ? ».
NOT_NARROW = re.compile(rf"\u00a0|\S [:;!?%»](?=[\s,.)]|$)|«(?!{NARROW})|[^\s{NARROW}/\[][;!?»](?=\s|$)")
QUOTED = re.compile(r"«[^»]*»|'[^']*'|`[^`]*`|--[a-z-]+(=\S+)?|https?://\S+|\b[A-Za-z0-9_.]+=\S+")

# (what, why): words of English that a reader has to guess at, with what stands in their place.
ENGLISH = [
    (r"\b(is|are|was|were) no\b(?! (longer|more)\b)", "negate the verb: is not a, has no"),
    (r"\bthere (is|are) no\b", "say: unknown, or no ... was found"),
    (r"\b(tell|tells|told|telling)\b", "say: report, state, set, show"),
    (r"\bmaking\b", "say: embodied"),
    (r"\bbeside\b", "say: next to, with, compared with"),
    (r"\b(hold|holds|held)\b", "say: has, contains, matches"),
    (r"\b(say|says|said|saying)\b", "say: states, gives, reports"),
    (r"\b(want|wants|wanted)\b", "say: requires, needs"),
    (r"\bwhat came\b|\bas it came\b|\bcame out\b", "say: actual, result, observed"),
    (r"\bnobody\b|\bsomebody\b|\bwhoever\b", "name the subject, or use the passive"),
    (r"\bmeanwhile\b", "say: in the same time, during the run"),
    (r"\bby itself\b", "say: automatically, alone"),
    (r"\bas much as\b.*\bas much as\b", "say it once"),
    (r"\ball the same\b", "say: nevertheless, or nothing"),
]
# Words of French, likewise.
FRENCH = [
    (r"\bn'est (aucun|aucune)\b", "nier le verbe : n'est pas un"),
    (r"\b(dit|disent|dite|dites|dits)\b(?!-)", "écrire : indique, précise, renseigne"),
    (r"\btient\b|\btiennent\b", "écrire : contient, correspond"),
    (r"\b(veut|veulent)\b", "écrire : exige, demande"),
    (r"\brebond\b(?<!effet rebond)", "écrire : effet rebond"),
    (r"\bpuissance (au|de) repos\b", "écrire : puissance à vide"),
    (r"\bà côté de\b", "écrire : avec, face à"),
    (r"\bchiffres?\b", "écrire : indicateur ou valeur"),
    (r"\bpersonne n[e']", "passer au passif"),
]
# An option's or input's help stands alone: not the end of a sentence that begins with its name.
HELP = (r"^(that|of|what|which|from where|and|as|so|by|in which|in whose|for whom|to whom)\b",
        "a noun phrase or an imperative")
HELP_CALL = re.compile(r'\bOPT_[A-Z_]+\((?:[^"();]|"(?:\\.|[^"\\])*"|\([^()]*\))*\)')
STRINGS = re.compile(r'"((?:\\.|[^"\\])*)"')
# A text of C, of one or more literals, maybe marked for the catalogue or made of joined macros.
FORM_TEXT = re.compile(r'(\b(?:_|N_)\(\s*)?"((?:\\.|[^"\\\n])*(?:"\s*"(?:\\.|[^"\\\n])*)*)"')
MODEL_TEXT = re.compile(r'(\w*)[ \t]*"((?:\\.|[^"\\\n])*)"')
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def parse_po(text):
    """Yields (msgid, [msgstr...]) of a catalogue, the header left out."""
    for entry in re.split(r"\n\s*\n", text):
        fields, key = {}, None
        for line in entry.splitlines():
            if line.startswith("#"):
                continue
            match = re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?|msgctxt) "(.*)"$', line)
            if match:
                key = match.group(1)
                fields[key] = match.group(2)
            elif key and re.match(r'".*"$', line):
                fields[key] += line[1:-1]
        if fields.get("msgid"):
            yield (fields["msgid"], fields.get("msgid_plural"),
                   [value for key, value in fields.items() if key.startswith("msgstr")])


def plain(text):
    """Text without what is quoted, names and options: a user's word, or a key that cannot change."""
    return QUOTED.sub(" ", text.replace("\\n", " ").replace('\\"', '"'))


def faults_of_english(text):
    for pattern, why in ENGLISH:
        match = re.search(pattern, plain(text), re.IGNORECASE)
        if match:
            yield f"'{match.group()}' ({why})"


def faults_of_french(text):
    for pattern, why in FRENCH:
        match = re.search(pattern, plain(text), re.IGNORECASE)
        if match:
            yield f"« {match.group()} » ({why})"
    match = re.search(NOT_NARROW, spaced(text))
    if match:
        yield f"« {match.group()} » : espace fine insécable (U+202F) avant : ; ! ? % » et après «"


def spaced(text):
    """Text in which what only looks like punctuation of a sentence is gone: conversions, code, columns."""
    text = re.sub(r"%(?!%)[-+#0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[a-z]+", "x", text)
    text = text.replace("%%", "%").replace("\\n", "\n").replace("\\", "")
    return re.sub(r"`[^`]*`|(?m:^\s*[:;!?%»])", "x", text)


def messages(root, rooms):
    """(file, text) of the messages of src/, one line each."""
    paths = sorted(str(p.relative_to(root)) for room in rooms for p in (root / "src" / room).glob("*.[ch]"))
    out = paths and subprocess.run(
        ["xgettext", "--language=C", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=ngettext:1,2",
         "--no-wrap", "--omit-header", "--add-location=file", "--output=-", *paths],
        cwd=root, capture_output=True, text=True, check=True).stdout
    for entry in re.split(r"\n\s*\n", out or ""):
        for one, many, _ in parse_po(entry):
            name = " ".join(re.findall(r"^#: (.*)", entry, re.MULTILINE))
            yield name, one
            if many:
                yield name, many


def helps(root, rooms):
    """(file, text) of the help of each option: the last text of its row."""
    for path in sorted(p for room in rooms for p in (root / "src" / room).glob("*.c")):
        for call in HELP_CALL.findall(path.read_text()):
            if "N_(" in call:
                yield path.relative_to(root), "".join(STRINGS.findall(call.rsplit("N_(", 1)[1]))


def model_texts(root):
    """(file, is_french, text) of the texts of models; a source quotes a title as it is."""
    for path in sorted((root / "models").glob("*.model")):
        for before, text in MODEL_TEXT.findall(path.read_text()):
            if before != "source":
                yield path.relative_to(root), before == "fr", text


def table_texts(root):
    """(file, is_french, text) of the columns of tables that have both languages."""
    for path in sorted((root / "factors").glob("*.csv")):
        lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
        for row in csv.DictReader(lines):
            for column in [c for c in row if c and c + "_fr" in row]:
                yield path.relative_to(root), False, row[column] or ""
                yield path.relative_to(root), True, row[column + "_fr"] or ""


def form_texts(root):
    """(file, is_french, text) of the texts of forms that no catalogue translates. The labels in
    form_french.h are keys that are read back, as those of JSON."""
    for path in sorted((root / "src" / "report").glob("form*.c")):
        for marked, text in FORM_TEXT.findall(COMMENT.sub(" ", path.read_text())):
            if not marked:
                yield path.relative_to(root), "french" in path.stem, re.sub(r'"\s*"', "", text)


def check(root, rooms, whole):
    faults, seen = [], set()
    for name, text in messages(root, rooms):
        seen.add(text)
        faults += [(name, fault, text) for fault in faults_of_english(text)]
    for name, text in helps(root, rooms):
        match = re.search(HELP[0], text)
        if match:
            faults.append((name, f"'{match.group()}' ({HELP[1]})", text))
    catalogue = root / "po" / "fr.po"
    if catalogue.exists():
        for one, _, translations in parse_po(catalogue.read_text()):
            if whole or one in seen:
                faults += [("po/fr.po", fault, text) for text in translations
                           for fault in faults_of_french(text)]
    texts = [*model_texts(root), *table_texts(root), *form_texts(root)] if whole else []
    for name, is_french, text in texts:
        faults += [(name, fault, text) for fault in (faults_of_french if is_french else faults_of_english)(text)]
    return faults


def comments(root, rooms):
    for path in sorted(p for room in rooms for p in (root / "src" / room).glob("*.[ch]")):
        text = path.read_text()
        for match in COMMENT.finditer(text):
            for fault in faults_of_english(match.group()):
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path.relative_to(root)}:{line}", fault, " ".join(match.group().split())


def self_test():
    cases = [  # (English, French, number of faults)
        ("'%s' is no zone", "« %s » n'est pas une zone".replace("« ", "«" + NARROW).replace(" »", NARROW + "»"), 1),
        ("it is no longer kept", "il n'est plus gardé", 0),
        ("the file says 'is no'", "le fichier", 1),
        ("embodied of 3 machines", "vaut 3 % de plus", 1),
        ("embodied of 4 machines", f"vaut 3{NARROW}% de plus{NARROW}: 4", 0),
        ("embodied of 5 machines", "vaut plus\u00a0: 4", 1),
        ("embodied of 6 machines", "vaut plus; 4", 1),
        ("rebound of use", "un rebond", 1),
        ("rebound of usage", "un effet rebond", 0),
    ]
    if not shutil.which("xgettext"):
        print("1..0 # SKIP xgettext is not installed")
        return 0
    failed = 0
    for number, (english, french, count) in enumerate(cases, 1):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "src" / "room").mkdir(parents=True)
            (root / "po").mkdir()
            (root / "src" / "room" / "a.c").write_text(f'f(_("{english}"));\n')
            (root / "po" / "fr.po").write_text(f'msgid "{english}"\nmsgstr "{french}"\n')
            got = check(root, ["room"], True)
            good = len(got) == count
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {english} / {french}" + ("" if good else f": {got}"))
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "src" / "room").mkdir(parents=True)
        (root / "src" / "room" / "a.c").write_text(
            'OPT_TEXT(struct a, b, 0, "min", N_("TIME"), N_("that it runs")),\n'
            'OPT_TEXT(struct a, b, 0, "max", N_("TIME"), N_("longest pause")),\n')
        good = len(check(root, ["room"], True)) == 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {len(cases) + 1} - the help of an option stands alone")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in "src/room", "models", "factors":
            (root / name).mkdir(parents=True)
        (root / "models" / "a.model").write_text('title en "what is told" fr "le dit"\nsource "told by us"\n')
        (root / "factors" / "a.csv").write_text("# told\nkey,what,what_fr,note\na,the making,le prix : 4,told\n")
        good = len(check(root, ["room"], True)) == 4
        failed += not good
        print(f"{'ok' if good else 'not ok'} {len(cases) + 2} - texts of models and tables count")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in "src/report", "models", "factors":
            (root / name).mkdir(parents=True)
        (root / "src/report/form_a.c").write_text('f("is told"); f("by the "\n "making"); f(_("x told")); /* "told" */\n')
        (root / "src/report/form_a_french.c").write_text('f("le prix : 4"); f("la "\n "forme veut"); f("told");\n')
        good = len(check(root, ["report"], True)) == 4 + 1  # and "x told", a message
        failed += not good
        print(f"{'ok' if good else 'not ok'} {len(cases) + 3} - texts of forms count, in their language")
    print(f"1..{len(cases) + 3}")
    return 1 if failed else 0


def main(words):
    if words == ["--self-test"]:
        return self_test()
    look_at_comments = words[:1] == ["--comments"]
    words = words[1:] if look_at_comments else words
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    if not shutil.which("xgettext"):
        print("xgettext is not installed", file=sys.stderr)
        return 77
    root = pathlib.Path(words[0]).resolve()
    rooms = words[1:] or sorted(p.name for p in (root / "src").iterdir() if p.is_dir())
    found = list(comments(root, rooms)) if look_at_comments else check(root, rooms, not words[1:])
    for name, fault, text in found:
        print(f"{name}: {fault}: {text}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
