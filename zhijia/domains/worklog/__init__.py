"""工作纪事: what the union did and no other domain holds.

A match, a study session, a visit from above, a prize: somebody of the committee or a group leader
notes it in half a minute (what, when, how many), and register, figures and annual summary have it.
What is still to come is planned first and finished on the day. Persons and person-times are two
figures and both are kept; public words never name a participant.

Follows R-146–R-149, R-156, R-165, R-179, R-300, R-303; photos and publication by rules 13.09.
"""
