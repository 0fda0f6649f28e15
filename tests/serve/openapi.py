# SPDX-License-Identifier: Apache-2.0
"""openapi.py FRUGAL SOURCE: the description of the API: every row of the routes is in it, with a
description of its own, every reference leads somewhere, and the answers have what it says."""
import json
import re
import sys

from server import Cases, hours_around_now, routes, serving

FRUGAL, SOURCE = sys.argv[1:3]


def fill(server):
    server.command("run", "-q", "--project", "digits", "--zone", "FR", "--phase", "training", "--", "true")
    server.command("service", "set", "chat", "status=production", "team=search", "unit=answer")
    hours_around_now(server)


def references(value):
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def rows(cases, described):
    """In the description as in the table; those without a description of their own are named."""
    operations = {(verb, re.sub(r"\{[^}]*\}", "*", path)): operation
                  for path, verbs in described["paths"].items() for verb, operation in verbs.items()}
    expected = {(verb.lower(), path) for verb, path, kind, _, _ in routes(SOURCE)
                if kind != "ROUTE_PAGE" and (kind == "ROUTE_API" or path.startswith("/api/"))}
    cases.check("every endpoint is described, and nothing else", set(operations) == expected,
                str(set(operations) ^ expected))
    general = sorted(f"{verb} {path}" for (verb, path), one in operations.items()
                     if one["summary"] == "An endpoint without a description")
    print(f"# described in general: {', '.join(general) or 'none'}")
    cases.check("names are given once", len({one["operationId"] for one in operations.values()}) == len(operations))
    for (verb, path), one in operations.items():
        places = [field["name"] for field in one["parameters"] if field["in"] == "path"]
        cases.check(f"{verb} {path} has its parameters", len(places) == path.count("*") and
                    all(isinstance(field["schema"], dict) for field in one["parameters"]) and
                    len({field["name"] for field in one["parameters"]}) == len(one["parameters"]) and
                    ("requestBody" in one) == (verb in ("post", "patch")) and "400" in one["responses"])


def bodies(cases, server, described):
    """Each member that the description names is one that the server knows; another it refuses by name."""
    for path, verbs in described["paths"].items():
        for verb, one in verbs.items():
            schema = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            if "{" in path or schema.get("additionalProperties") is not False:
                continue
            for name in schema["properties"]:
                reply = server.ask(path, verb.upper(), json.dumps({name: None}), {"Content-Type": "application/json"})
                cases.check(f"{verb} {path} knows {name}", "unknown member" not in reply.text, reply.text)
            reply = server.ask(path, verb.upper(), '{"unheard": 1}', {"Content-Type": "application/json"})
            cases.check(f"{verb} {path} knows no other", reply.status == 400, reply.text)


def main():
    cases = Cases()
    with serving(FRUGAL, prepare=fill) as server:
        reply = server.ask("/api/v1/openapi.json")
        described = reply.json
        cases.check("it is OpenAPI 3.1", described["openapi"].startswith("3.1.") and reply.headers["content-type"] == "application/json")
        rows(cases, described)
        schemas = described["components"]["schemas"]
        lost = [name for name in references(described) if name.rsplit("/", 1)[1] not in schemas]
        cases.check("every reference leads somewhere", not lost, str(lost))
        for verb, path, kind, _, example in routes(SOURCE):
            if kind != "ROUTE_API" or verb != "GET" or example == "/events":  # without end
                continue
            first = server.ask(example)
            if first.status != 200:
                cases.check(f"{example} answers", False, f"{first.status} {first.text[:200]}")
                continue
            tag = first.headers.get("etag")
            again = server.ask(example, headers={"If-None-Match": tag or ""})
            changes = first.body != server.ask(example).body
            cases.check(f"{example} has a tag", tag and (again.status == 304 and not again.body or changes), str(first.headers))
        bodies(cases, server, described)
        problem = server.ask("/api/v1/runs?limit=0").json
        cases.check("a problem is as described", set(schemas["Problem"]["required"]) <= set(problem) <=
                    set(schemas["Problem"]["properties"]), json.dumps(problem))
    cases.end()


main()
