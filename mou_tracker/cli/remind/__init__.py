"""`mou remind`: `command` parses, `session` opens what a run works on, `look` shows and `send` sends."""
