# In French: the groups of the program, and a command with its arguments, examples and options.
frugal --lang fr help | grep -E '^[A-ZÉ][^.:]*$'
frugal estimate --lang=fr -h >one
head -3 one
grep -E '^[A-ZÉ][a-zé ]*( \(.*\))?$' one
grep -A 1 -E '^  --(rejects|vs) ' one
