"""Mails go out and are remembered: the ledger, the settings, and the ways a mail can leave.

Begin with `deliver`, which carries a plan out: intent, send, settled. Nothing here decides what is due.
"""
