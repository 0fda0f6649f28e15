frugal version
frugal --version
frugal run --version
