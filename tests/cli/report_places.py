# SPDX-License-Identifier: Apache-2.0
"""Which document has a field for which value: any other is refused by its option, none is ignored. The list is of the
forms' own fields. Prints what differs, and how much was compared."""
import subprocess

VALUES = {
    "title": "x", "pue": "1.2", "wue": "0.3L/kWh", "renewable": "60%", "units": "10", "unit": "answer",
    "flop": "1e18FLOP", "flop-method": "6ND", "counted": "gross", "tokens": "1000", "parameters": "7e9", "journey": "3",
    "task": "chatbot", "it-energy": "8GWh", "site-energy": "10GWh", "water": "2000m3", "reused": "1GWh",
    "metric": "accuracy", "less-is-better": None,
}
SITE = "pue wue renewable it-energy site-energy water "
FIELDS = {
    "hf": "pue", "cyclonedx": "title pue", "spdx": "title pue", "citation": "title pue", "latex": "title pue", "badge": "pue",
    "gpai": "title pue flop flop-method parameters",
    "sci": "title pue units unit",
    "sci-ai": "title pue units unit flop flop-method counted tokens parameters",
    "achat-ia": SITE + "title units journey",
    "datacentre": SITE + "title reused",
    "ai-energy-score": "title units task",
    "boamps": "title pue units tokens parameters task",
}
REPORTS = {
    "the report of a group": (["name=a"], "title pue wue renewable units unit"),
    "the report of a run": (["last"], "title"),
    "a comparison": (["name=a", "name=b"], "title metric less-is-better"),
}


def refuses(*arguments):
    """Whether this is refused for want of a field, by its option."""
    done = subprocess.run(["frugal", "report", *arguments], text=True, capture_output=True)
    option = arguments[-1] if arguments[-1].startswith("--") else arguments[-2]
    return done.returncode == 2 and f" has no field for this value ({option}): leave it out" in done.stderr


compared = differ = 0
documents = {f"the form '{form}'": (["name=a", "--form", form], fields) for form, fields in FIELDS.items()} | REPORTS
for document, (arguments, fields) in documents.items():
    for option, value in VALUES.items():
        compared += 1
        wrong = refuses(*arguments, f"--{option}", *([value] if value else [])) == (option in fields.split())
        differ += wrong
        if wrong:
            print(f"{document}: --{option} is {'refused' if option in fields.split() else 'taken and not used'}")
print(compared, differ)
