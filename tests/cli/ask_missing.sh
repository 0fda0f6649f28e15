# Without a terminal: what is missing or not understood is named, with status 2. Nothing is guessed.
refuse() { "$@" >/dev/null; echo "exit $?"; }
refuse frugal ask
refuse frugal ask "GPT-4o for 2000 agents"
refuse frugal ask "make me a sandwich"
refuse frugal ask "GPT-4o for 2000 agents, 30 kg requests a day"
refuse frugal ask "buy or train GPT-4o for 2000 agents"
refuse frugal ask "$(printf 'a%.0s' {1..3000})"
refuse frugal ask $'\xff\xfe'
frugal ask "use Claude for 100 people" --json 2>/dev/null | python3 -c '
import json, sys
items = json.load(sys.stdin)["items"]
print([i["key"] for i in items if i["state"] == "missing"])
print("claude-3-5-haiku-latest" in next(i["note"] for i in items if i["key"] == "model"))'
