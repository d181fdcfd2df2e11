"""What changed in a register, from git: between two revisions in words, and who recorded what about one agreement.

Begin with `changes` (two readings compared); `git` is the only module that runs git.
"""
