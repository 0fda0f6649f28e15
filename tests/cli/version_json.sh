frugal version --json
