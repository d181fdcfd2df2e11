"""The commands that only look: one file a command. Each parses, calls, prints and exits; it decides nothing."""
