"""From files to values: text is read with the place of every value, and all that is wrong with it is collected."""
