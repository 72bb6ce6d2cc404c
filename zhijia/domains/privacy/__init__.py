"""个人信息: what the house holds of a person, and what that person may do about it.

Everybody sees everything held about them with purpose, basis and term, and who looked at what is
sensitive; takes it along as a file; has it put right within fifteen working days; gives and
withdraws consent with one touch. Who has left is erased by two people so that no figure changes.
The chair and the review see what was done in the system, and nobody can change that.

Follows PIPL 13–17, 21–31, 44–50 and rules 13.01–13.24.
"""
