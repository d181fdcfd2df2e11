"""Sentences in a reader's language: the catalogues, dates and periods spelled out, and the office's own words.

Begin with `wording.Wording`, which turns a phrase into text. A further language is a catalogue and one line.
"""
