# SPDX-License-Identifier: Apache-2.0
"""mcp.py FRUGAL SOURCE: frugal mcp by a raw client: the protocol, each tool against what its command
prints, what is wrong, and that nothing but messages is written."""
import json
import os
import subprocess
import sys
import tempfile

from server import Cases, Server

FRUGAL = os.path.abspath(sys.argv[1])
NEWEST = "2025-11-25"


class Session:
    """frugal mcp as a process; one line is answered after the other."""

    def __init__(self, server, version=NEWEST, start=True, options=()):
        self.process = subprocess.Popen([FRUGAL, *options, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=server.environment, cwd=server.folder)
        self.n = 0
        if start:
            self.agreed = self.ask("initialize", {"protocolVersion": version, "capabilities": {},
                                                  "clientInfo": {"name": "test", "version": "1"}})
            self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def write(self, line):
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def send(self, message):
        self.write(json.dumps(message).encode())

    def read(self):
        return json.loads(self.process.stdout.readline())

    def raw(self, line):
        self.write(line)
        return self.read()

    def ask(self, method, params=None):
        self.n += 1
        self.send({"jsonrpc": "2.0", "id": self.n, "method": method, **({} if params is None else {"params": params})})
        reply = self.read()
        if reply.get("jsonrpc") != "2.0" or reply.get("id") != self.n:
            raise AssertionError(f"another message answers: {reply}")
        return reply

    def call(self, tool, **arguments):
        return self.ask("tools/call", {"name": tool, "arguments": arguments}).get("result", {})

    def end(self):
        """Closes the input: what is left of the output, the messages for people, the status."""
        out, err = self.process.communicate(timeout=60)
        return out, err, self.process.returncode


def protocol(cases, server):
    for version, agreed in ((NEWEST, NEWEST), ("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"),
                            ("2024-11-05", "2024-11-05"), ("1999-01-01", NEWEST)):
        session = Session(server, version)
        result = session.agreed["result"]
        cases.check(f"version {version} becomes {agreed}", result["protocolVersion"] == agreed and
                    result["serverInfo"]["name"] == "frugal" and "tools" in result["capabilities"], str(result))
        out, err, status = session.end()
        cases.check("the end of the input ends it, without a further word", (out, err, status) == (b"", b"", 0),
                    f"{out} {err} {status}")
    session = Session(server, start=False)
    cases.check("a tool before initialize is refused", session.ask("tools/list")["error"]["code"] == -32600)
    cases.check("a ping is answered at any time", session.ask("ping")["result"] == {})
    cases.check("a version is required", session.ask("initialize", {})["error"]["code"] == -32602)
    session.end()
    session = Session(server)
    listed = session.ask("tools/list")["result"]["tools"]
    names = [tool["name"] for tool in listed]
    cases.check("the tools are those of the help", names == ["ask", "estimate", "runs", "compare", "plan", "published",
                                                             "explain"], str(names))
    for tool in listed:
        schema = tool["inputSchema"]
        cases.check(f"{tool['name']} has a schema", schema["type"] == "object" and schema["additionalProperties"] is False and
                    all(name in schema["properties"] for name in schema["required"]) and
                    all(part["type"] and part["description"] for part in schema["properties"].values()), str(schema)[:300])
        cases.check(f"{tool['name']} only reads", tool["annotations"]["readOnlyHint"] is True and tool["description"])
    for text_id in ("a", "", "é\"\\", 7, 2 ** 40, -1):
        session.send({"jsonrpc": "2.0", "id": text_id, "method": "ping"})
        cases.check(f"the id {text_id!r} comes back", session.read()["id"] == text_id)
    session.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}})
    session.send({"jsonrpc": "2.0", "id": 5, "result": {}})
    session.write(b"")
    cases.check("notifications, responses and blank lines are not answered", session.ask("ping")["result"] == {})
    cases.check("an unknown method", session.ask("resources/list")["error"]["code"] == -32601)
    cases.check("an unknown tool", session.ask("tools/call", {"name": "rm"})["error"]["code"] == -32602)
    cases.check("arguments that are a list",
                session.ask("tools/call", {"name": "ask", "arguments": [1]})["error"]["code"] == -32602)
    cases.check("params that are a list", session.ask("ping", [1])["error"]["code"] == -32602)
    cases.check("a cursor that was not given", session.ask("tools/list", {"cursor": "x"})["error"]["code"] == -32602)
    session.end()


def wrong_lines(cases, server):
    session = Session(server)
    for name, line in (("no JSON", b"hello"), ("half an object", b'{"jsonrpc":"2.0",'), ("no UTF-8", b'{"a":"\xff\xfe"}'),
                       ("a NUL", b'{"a":"\x00"}'), ("two values", b'{} {}'), ("a name twice", b'{"id":1,"id":2}'),
                       ("deep", b'[' * 100_000), ("deep objects", b'{"a":' * 100 + b"1" + b"}" * 100),
                       ("a number beyond", b'{"a":1e999}')):
        reply = session.raw(line)
        cases.check(f"{name} is -32700, and the session goes on", reply["error"]["code"] == -32700 and reply["id"] is None and
                    session.ask("ping")["result"] == {}, str(reply))
    for name, line in (("a number", b"7"), ("null", b"null"), ("an empty list", b"[]"), ("a list", b'[{"jsonrpc":"2.0"}]'),
                       ("another version", b'{"jsonrpc":"1.0","id":1,"method":"ping"}'),
                       ("no method", b'{"jsonrpc":"2.0","id":1}'), ("an id that is null", b'{"jsonrpc":"2.0","id":null,"method":"ping"}'),
                       ("an id that is a list", b'{"jsonrpc":"2.0","id":[1],"method":"ping"}'),
                       ("a long line", b'{"a":"' + b"x" * (1 << 20) + b'"}'), ("a very long line", b"y" * (5 << 20))):
        reply = session.raw(line)
        cases.check(f"{name} is -32600, and the session goes on", reply["error"]["code"] == -32600 and
                    session.ask("ping")["result"] == {}, str(reply)[:300])
    session.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\r')
    cases.check("a line may end with CR LF", session.read()["result"] == {})
    session.end()
    session = Session(server, "2025-03-26")
    session.send([{"jsonrpc": "2.0", "id": 1, "method": "ping"}, {"jsonrpc": "2.0", "method": "x"},
                  {"jsonrpc": "2.0", "id": 2, "method": "nothing"}])
    answers = session.read()
    cases.check("the version with batches answers them in one list", [one["id"] for one in answers] == [1, 2] and
                answers[1]["error"]["code"] == -32601, str(answers))
    session.end()
    session = Session(server, start=False)
    session.process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}')
    out, _, status = session.end()
    cases.check("a last line without its end is answered", json.loads(out)["id"] == 1 and status == 0, str(out))


def same(cases, name, result, printed, text=None):
    """A tool gives the object that the command prints."""
    wanted = json.loads(printed)
    cases.check(f"{name}: the object is that of the command", result.get("isError") is False and
                result.get("structuredContent") == wanted, f"{str(result)[:600]}\n# {printed[:600]}")
    said = result["content"][0]["text"] if result.get("content") else ""
    cases.check(f"{name}: so is the text", said if text is None else said == text, said[:600])


def tools(cases, server):
    session = Session(server)
    question = "Llama 3.1 70B for 2000 people, 30 requests a day, in France"
    same(cases, "ask", session.call("ask", question=question), server.command("ask", question, "--json").stdout,
         server.command("ask", question).stdout)
    open_one = session.call("ask", question="Llama 3.1 70B")
    cases.check("a question that is not whole names what is missing", open_one["isError"] is True and
                "the question misses: about" in open_one["content"][0]["text"] and open_one["structuredContent"], str(open_one)[:600])
    closed = session.call("ask", question="Llama 3.1 70B", answers={"people": 2000, "requests": "30 a day", "place": "France"})
    cases.check("answers complete it", closed["isError"] is False, str(closed)[:600])
    estimate = session.call("estimate", model="llm_training", inputs={"gpu_hours": "8h"})
    wanted = json.loads(server.command("estimate", "llm_training", "gpu_hours=8h", "--json").stdout)
    cases.check("estimate: the figures are those of the command", estimate["isError"] is False and
                estimate["structuredContent"]["figures"] == wanted["figures"], str(estimate)[:600])
    why = session.call("estimate", model="llm_training", inputs={"gpu_hours": "8h"}, explain=True)
    cases.check("estimate: with its derivation", why["structuredContent"]["derivation"] == wanted["derivation"] or
                len(why["structuredContent"]["derivation"]["lines"]) == len(wanted["derivation"]["lines"]), str(why)[:300])
    model = session.call("estimate", model="llm_training", describe=True)
    same(cases, "describe", model, server.command("models", "llm_training", "--json").stdout,
         server.command("models", "llm_training").stdout)
    same(cases, "published", session.call("published", name="bloom"), server.command("published", "bloom", "--json").stdout)
    plan = session.call("plan", zone=["DE"], duration="2h", **{"from": "2026-03-02T00:00Z"})
    options = ("plan", "--zone", "DE", "--duration", "2h", "--from", "2026-03-02T00:00Z")
    same(cases, "plan", plan, server.command(*options, "--json").stdout, server.command(*options).stdout)
    runs = session.call("runs")
    listed = json.loads(server.command("runs", "--json").stdout)
    cases.check("runs: the list is that of the command", runs["structuredContent"] == {"runs": listed, "count": 2},
                str(runs)[:600])
    same(cases, "one run", session.call("runs", run="last"), server.command("runs", "show", "last", "--json").stdout)
    same(cases, "compare", session.call("compare", groups=["name=a", "name=b"]),
         server.command("compare", "name=a", "name=b", "--json").stdout, server.command("compare", "name=a", "name=b").stdout)
    same(cases, "explain", session.call("explain", run="last"), server.command("explain", "last", "--json").stdout)
    out, err, status = session.end()
    cases.check("nothing but messages was written", (out, err, status) == (b"", b"", 0), f"{out[:200]} {err[:200]}")


def wrong_calls(cases, server):
    session = Session(server)
    for name, tool, arguments, said in (
            ("a missing argument", "ask", {}, "question"),
            ("an unknown argument", "ask", {"question": "x", "colour": "y"}, "colour"),
            ("a list where a text is wanted", "ask", {"question": ["x"]}, "question"),
            ("an unknown model", "estimate", {"model": "nothing"}, "nothing"),
            ("an unknown input", "estimate", {"model": "llm_training", "inputs": {"speed": "3"}}, "speed"),
            ("a wrong unit", "estimate", {"model": "llm_training", "inputs": {"gpu_hours": "3 kg"}}, "gpu_hours"),
            ("an input that is an object", "estimate", {"model": "llm_training", "inputs": {"gpu_hours": {}}}, "gpu_hours"),
            ("a zone without hours", "plan", {"zone": "XX"}, "XX"),
            ("an unknown publication", "published", {"name": "nothing"}, "nothing"),
            ("an unknown run", "explain", {"run": "nothing"}, "nothing"),
            ("a figure that no run has", "explain", {"run": "last", "figure": "noise"}, "noise"),
            ("one group", "compare", {"groups": ["name=a"]}, ""),
            ("numbers as groups", "compare", {"groups": [1, 2]}, "groups"),
            ("too many runs", "runs", {"limit": 101}, "limit"),
            ("no runs", "runs", {"limit": 0}, "limit")):
        result = session.call(tool, **arguments)
        cases.check(f"{name} is an error that the agent can read", result.get("isError") is True and
                    said in result["content"][0]["text"], str(result)[:400])
    session.end()
    french = Session(server, options=("--lang", "fr"))
    text = french.call("published", name="bloom")["content"][0]["text"]
    cases.check("texts are in the language of the user, keys are not", "publi" in text and
                french.call("runs")["structuredContent"]["count"] == 2, text[:200])
    french.end()


def empty(cases, server):
    session = Session(server)
    runs = session.call("runs")
    cases.check("an empty ledger has no runs, and says how to record one", runs["structuredContent"] == {"runs": [], "count": 0} and
                "frugal run -- CMD" in runs["content"][0]["text"], str(runs))
    cases.check("a plan without hours says what to do", "frugal grid" in session.call("plan", zone="DE")["content"][0]["text"])
    session.end()
    cases.check("nothing was stored", not os.path.exists(server.environment["FRUGAL_STORE"]))


def main():
    cases = Cases()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(FRUGAL, folder)
        empty(cases, server)
        for name in ("a", "b"):
            server.command("run", "-q", "--name", name, "--project", "</td>\"\n\t", "--", "true")
        with open(f"{folder}/hours.csv", "w", encoding="utf-8") as file:
            file.write("time_utc,DE\n")
            file.writelines(f"2026-03-{2 + hour // 24:02}T{hour % 24:02}:00Z,{100 + hour}\n" for hour in range(72))
        server.command("grid", "import", f"{folder}/hours.csv")
        protocol(cases, server)
        wrong_lines(cases, server)
        tools(cases, server)
        wrong_calls(cases, server)
    cases.end()


main()
