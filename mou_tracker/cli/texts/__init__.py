"""`mou read`: facts from signed texts. Begin at `read`; what becomes of a record is in `record`."""
