"""What a signed text says: from its lines to facts, each with the sentence that proves it, and never a guess.

Begin at `reading.read_documents`; the grammar is the table in `forms`, its words are in `vocabulary`; what opens files
lies in `files/`.
"""
