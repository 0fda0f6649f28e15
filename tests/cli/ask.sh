# One question in a sentence: what was understood, the answer, and the command that gives the same.
answer() { "$@" | grep -vE '^(  (energy|carbon|water|metals|ecologits) |largest doubts|less|boundary|note)'; }
answer frugal ask "GPT-4o for 2 000 agents, 30 requests a day"
# The words need no quotes; France is where the people are.
frugal ask GPT-4o for 2 000 agents in France, 30 requests a day | grep -E 'data centre|note: .France'
frugal ask "GPT-4o, 10 users, 3 requests a day, data centre in France, for the Wombat project" | grep -E 'data centre|not used'
# The answer is that of the command.
frugal ask "fine-tune Llama 3 70B on 8 H100 for 3 days in Sweden" --json >asked.json
frugal estimate llm_training llm=llama-3-70b gpu=H100 gpus=8 gpu_hours=576h zone=SE --json >estimated.json
python3 - <<'END'
import json
asked, estimated = json.load(open("asked.json")), json.load(open("estimated.json"))
same = {f["name"]: (f["value"], f["low"], f["high"], f["unit"]) for f in estimated["figures"]}
print("same figures", all(same[f["name"]] == (f["value"], f["low"], f["high"], f["unit"]) for f in asked["figures"]))
print(asked["about"], asked["model"], [i["key"] for i in asked["items"] if i["state"] == "given"])
print("other methods", len(asked["methods"]) >= 5)
END
# Half of the tokens is half of the energy, within what reading the question takes.
frugal ask "GPT-4o for 2 000 agents, 30 requests a day" --json | python3 -c '
import json, sys
less = {l["input"]: l["times"] for l in json.load(sys.stdin)["less"]}
print(sorted(less), 1.8 < less["output_tokens=150token"] <= 2)'
# Few hours have their digits, an absent figure its reason, and a figure the digits of the estimate.
frugal ask "fine-tune a 7B model on 10 million tokens" | grep 'one training'
frugal ask "Mixtral 8x7B for 100 people, 10 requests a day, data centre in Kosovo" | grep '^  water'
frugal ask "GPT-4o for 2 000 agents, 30 requests a day" | sed -n 's/^  energy  *\(.*\]\)  *default$/\1/p' >asked
frugal estimate llm_service llm=gpt-4o users=2000 user_requests=30request/day days_of_use=220day zone=US | sed -n 's/^  energy  *\(.*\]\)  *default .*/\1/p' >estimated
cmp asked estimated && test -s asked && echo "same digits"
# Nobody is named: the requests are all; a bound has a note.
frugal ask "GPT-4o, 1 million requests a month" | grep -E '^  (people|requests|days)'
frugal ask "GPT-4o for at least 500 people, 10 requests a day for 3 years" | grep -E '^  (people|days)|note: .at'
frugal ask "Llama 3.1 8B for 100 people, 10 requests a day, hosted in aws ca-west-1" | grep '^  carbon'
