# SPDX-License-Identifier: Apache-2.0
"""describe.py FRUGAL SOURCE SCHEMATHESIS: asks the server what its description of the API allows,
and what it does not, on a ledger with runs, a service and answers. Any 500, status, type of
content, header or schema that is not described fails, as does a request that should be refused.

Not checked: that whatever a schema allows is accepted, since a schema cannot say which words name a
group, or which units a value may have; and links between endpoints, which the description has none of.
"""
import os
import re
import subprocess
import sys

from server import serving

FRUGAL, SOURCE, SCHEMATHESIS = sys.argv[1:4]
CHECKS = ("not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
          "response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance")
EXAMPLES = os.environ.get("EXAMPLES", "40")


def fill(server):
    for phase in ("data", "training", "inference"):
        server.command("run", "-q", "--project", "digits", "--zone", "FR", "--phase", phase, "--name", phase,
                       "--", "true")
    server.command("run", "-q", "--project", "<other>", "--service", "chat", "--", "false", check=False)
    server.command("service", "set", "chat", "status=production", "unit=request")
    server.command("service", "use", "chat", "2026-11", "units=1000")
    server.command("audit", "answer", "digits", "BP01", "yes", "--role", "sponsor")


def main():
    with serving(FRUGAL, prepare=fill) as server:
        page = server.ask("/practices/digits").text
        token = re.search(r'name="token" value="(\w+)"', page).group(1)
        ended = subprocess.run(
            [SCHEMATHESIS, "run", f"http://127.0.0.1:{server.port}/api/v1/openapi.json",
             "--header", f"Authorization: Bearer {token}", "--max-examples", EXAMPLES,
             "--phases", "examples,coverage,fuzzing", "--checks", CHECKS, "--continue-on-failure",
             "--request-timeout", "30", "--suppress-health-check", "all", "--no-color", "--warnings", "off"],
            cwd=server.folder, env={**server.environment, "PATH": os.environ["PATH"]}, check=False)
        alive = server.ask("/healthz")
    raise SystemExit(ended.returncode or alive.status != 200)


main()
