frugal run --help
frugal help run | cmp - <(frugal run -h)
