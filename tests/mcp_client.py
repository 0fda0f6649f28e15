# SPDX-License-Identifier: Apache-2.0
"""frugal mcp, by the client of those who write the protocol.

    VENV/bin/python tests/mcp_client.py FRUGAL

VENV has the package mcp (and jsonschema). Prints TAP."""
import asyncio
import json
import os
import subprocess
import sys
import tempfile

import jsonschema
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

FRUGAL = os.path.abspath(sys.argv[1])
QUESTION = "Llama 3.1 70B for 2000 people, 30 requests a day, in France"
CALLS = (
    ("ask", {"question": QUESTION}, ("ask", QUESTION, "--json")),
    ("runs", {"run": "last"}, ("runs", "show", "last", "--json")),
    ("published", {"name": "bloom"}, ("published", "bloom", "--json")),
    ("explain", {"run": "last"}, ("explain", "last", "--json")),
    ("compare", {"groups": ["name=a", "name=b"]}, ("compare", "name=a", "name=b", "--json")),
    ("plan", {"zone": ["DE"], "duration": "2h", "from": "2026-03-02T00:00Z"},
     ("plan", "--zone", "DE", "--duration", "2h", "--from", "2026-03-02T00:00Z", "--json")),
)


def member(thing, name, other):
    """Releases of the package name the members of results in two ways."""
    return getattr(thing, name) if hasattr(thing, name) else getattr(thing, other)


class Cases:
    n = failed = 0

    def check(self, name, holds, said=""):
        self.n += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.n} - {name}")
        if not holds:
            print(f"# {said}")


def printed(environment, *words):
    return subprocess.run([FRUGAL, *words], env=environment, check=True, capture_output=True, text=True).stdout


async def talk(cases, environment):
    server = StdioServerParameters(command=FRUGAL, args=["mcp"], env=environment)
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        begun = await session.initialize()
        cases.check("the session begins", member(begun, "server_info", "serverInfo").name == "frugal", str(begun))
        listed = (await session.list_tools()).tools
        cases.check("seven tools are listed", len(listed) == 7, str([tool.name for tool in listed]))
        for tool in listed:
            jsonschema.Draft202012Validator.check_schema(member(tool, "input_schema", "inputSchema"))
        schemas = {tool.name: member(tool, "input_schema", "inputSchema") for tool in listed}
        for name, arguments, command in CALLS:
            jsonschema.validate(arguments, schemas[name])
            result = await session.call_tool(name, arguments)
            cases.check(f"{name} gives what its command prints",
                        not member(result, "is_error", "isError") and result.content[0].text and
                        member(result, "structured_content", "structuredContent") == json.loads(printed(environment, *command)),
                        str(result)[:500])
        result = await session.call_tool("estimate", {"model": "llm_training", "inputs": {"gpu_hours": "8h"}})
        wanted = json.loads(printed(environment, "estimate", "llm_training", "gpu_hours=8h", "--json"))
        cases.check("estimate gives the figures of its command",
                    member(result, "structured_content", "structuredContent")["figures"] == wanted["figures"])
        result = await session.call_tool("ask", {"question": "Llama"})
        cases.check("a question that is not whole is an error with its reason",
                    member(result, "is_error", "isError") and result.content[0].text, str(result)[:300])
        try:
            result = await session.call_tool("nothing", {})
            cases.check("an unknown tool is refused", False, str(result))
        except Exception as error:  # of the package: its name differs between releases
            cases.check("an unknown tool is refused", "nothing" in str(error), repr(error))
        await session.send_ping()
        cases.check("the session goes on", True)


def main():
    cases = Cases()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                       "FRUGAL_STORE": f"{folder}/ledger.db",
                       **{f"XDG_{kind}_HOME": f"{folder}/{kind.lower()}" for kind in ("DATA", "CONFIG", "STATE", "CACHE")}}
        for name in ("a", "b"):
            printed(environment, "run", "-q", "--name", name, "--", "true")
        with open(f"{folder}/hours.csv", "w", encoding="utf-8") as file:
            file.write("time_utc,DE\n")
            file.writelines(f"2026-03-{2 + hour // 24:02}T{hour % 24:02}:00Z,{100 + hour}\n" for hour in range(72))
        printed(environment, "grid", "import", f"{folder}/hours.csv")
        asyncio.run(asyncio.wait_for(talk(cases, environment), 120))
    print(f"1..{cases.n}")
    raise SystemExit(1 if cases.failed else 0)


main()
