# Nothing: what is measured is the start.
