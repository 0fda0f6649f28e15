# Answers from a file complete a sentence, or say all of it; what is wrong is located.
refuse() { "$@" >/dev/null; echo "exit $?"; }
printf '# a service\nrequests = 30\n\nplace=Suède\n' >rest.txt
frugal ask "GPT-4o for 2000 agents" --answers rest.txt | tail -n 1
printf 'about=buy\nhardware=laptops\ncount=50\n' | frugal ask --answers - | tail -n 1
printf 'about=adapt\ngpu=H100\ndevices=8\nduration=3 days\nplace=aws:eu-north-1\n' | frugal ask --answers - | tail -n 1
printf 'people=2000\npeeple=3\n' >bad_key.txt
refuse frugal ask --answers bad_key.txt
printf 'people=some\n' >bad_value.txt
refuse frugal ask --answers bad_value.txt
printf 'model=claude\n' >open.txt
refuse frugal ask --answers open.txt
printf 'nothing\n' >no_key.txt
refuse frugal ask --answers no_key.txt
refuse frugal ask --answers absent.txt
# A key says once what the sentence does not say otherwise.
printf 'requests=30\npeople=300\n' >other.txt
refuse frugal ask "GPT-4o for 2000 agents" --answers other.txt
printf 'people=2000\nrequests=30\nrequests=30\n' >twice.txt
refuse frugal ask "GPT-4o for 2000 agents, 30 requests a day" --answers twice.txt
printf 'people=2000\npeople=2000\n' >again.txt
refuse frugal ask "GPT-4o" --answers again.txt
printf 'model=gpt-4o-mini\n' >model.txt
refuse frugal ask "GPT-4o for 2000 agents, 30 requests a day" --answers model.txt
printf 'days=220\n' >days.txt
refuse frugal ask "GPT-4o for 2000 agents, 30 requests a day for 6 months" --answers days.txt
printf 'about=train\n' >about.txt
refuse frugal ask "GPT-4o for 2000 agents, 30 requests a day" --answers about.txt
printf 'requests=210 a week\n' >week.txt
refuse frugal ask "GPT-4o for 2000 agents, 30 requests a day" --answers week.txt
printf 'hardware=H100\n' >card.txt
refuse frugal ask "buy 50 laptops" --answers card.txt
printf 'place=France\n' >place.txt
refuse frugal ask "8 H100, train for 3 days, in Sweden" --answers place.txt
printf 'people=2000\nrequests=30\n' >same.txt
frugal ask "GPT-4o for 2000 agents, 30 requests a day" --answers same.txt | tail -n 1
