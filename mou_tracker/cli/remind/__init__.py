"""`mou remind`: `command` parses, `session` opens what a run works on, `preview` shows and `send` sends."""
