"""What is due to be told, to whom, in which words: pure functions of the register, the day and the ledger's memory.

Begin with `due`. `milestones` are the days that matter, `schedule` when to speak of them, `program_notices` what the
program tells about itself, `run_plan` a run's mails.
"""
