"""The approval path of an agreement: where it stands, when its steps are due, and when a renewal must begin.

Begin with `progress` (looking back) and `planning` (looking ahead); both count in the working days of `working_days`.
"""
