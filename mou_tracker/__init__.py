"""mou: tracks when partnership agreements end, and what to do next."""
