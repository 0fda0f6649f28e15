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
