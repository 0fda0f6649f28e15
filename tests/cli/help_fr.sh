frugal --lang fr help
frugal estimate --lang=fr -h
