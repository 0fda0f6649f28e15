#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""compile_db.py <IN >OUT: a compilation database with one entry a file, the last that it had: what
tools of the build compile first is compiled again for the library."""
import json
import sys

entries = {(entry["directory"], entry["file"]): entry for entry in json.load(sys.stdin)}
json.dump(list(entries.values()), sys.stdout, indent=1)
