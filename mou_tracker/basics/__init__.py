"""What everything else stands on: days and periods, sentences as values, findings, and text made safe to print.

Nothing here imports another room. Begin with `dates`: a date is a span of days.
"""
