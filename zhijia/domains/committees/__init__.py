"""组织·会议: the union's committees, their meetings, and what was decided there.

The chair convenes; whoever is invited is told. On the day attendance is taken, then the minutes
are written, and each decision becomes a thing of its own: somebody carries it out by a day, and
it waits on their page until they have. Nothing is counted twice: a meeting is one record, its
attendance and decisions are figures of it.

Follows R-278 (committee and regular meetings) and R-279 (joint meetings of Party, administration,
union and League).
"""
