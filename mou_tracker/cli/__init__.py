"""The command line: a command parses, calls, prints and exits; it decides nothing.

Begin with `main`, the table of commands and the one place that catches. `register` is what every command that reads
does first and last; `options` are those that commands share, `inputs` what may be typed for them. The commands lie in
`look/`, `write/`, `record/`, `remind/`, `sheets/` and `texts/`, and what several registers make of them in `several/`.
"""
