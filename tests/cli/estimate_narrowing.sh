# A wide interval says what it comes from, and what one could tell to narrow it. Shares of the doubt
# are those of draws: about 80 % and 20 %, because the variance of 2 b is four times that of a.
mkdir models
cat >models/wide.model <<'MODEL'
model wide {
  title en "A sum"
  in a : gCO2e = 1 gCO2e [0, 2]
  in b : gCO2e = 1 gCO2e [0, 2]
  out carbon : gCO2e = a + 2 * b - 1 gCO2e
}
MODEL
ask() {
	frugal estimate --models models wide "$@" | sed -n 's/[0-9][0-9]* %/N %/g; /sources of uncertainty\|sources d.incertitude\|give\|donnez/p'
}
ask
echo given:
ask 'b=1g [0, 2]'
echo narrow:
ask b=1g 'a=1g [0.9, 1.1]'
echo in French:
ask --lang fr
# Rows that follow another name that other: the constants of serving come with the accelerator.
frugal estimate llm_request llm=gpt-4o output_tokens=400 zone=FR | grep give | grep -ow 'batch\|serving\|gpu'
