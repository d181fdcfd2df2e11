"""Texts read: the grammar, files, the command."""
