frugal --help >one && frugal help >two && frugal -h >three && cmp one two && cmp one three && cat one
