"""教代会: the staff congress, from the election of its delegates to the last resolution carried out.

A *congress* (届) of a body, the staff or the union's members, has *delegates*, elected by *units*, and
meets in *sessions* (次). A session in which both bodies sit (双代会) has two *parts*, each with a
roll, a quorum and votes of its own. What the agenda's *items* ask of the delegates follows from the
power they exercise: hear, pass, appraise (rules 1B); a vote stays shut until two thirds of the delegates
are in the hall, and adopts with more than half of all of them (rules 1.50, 1.51, Appendix G). Secret
votes are ballots of :mod:`zhijia.domains.ballots`, open only to those who are present.
"""
