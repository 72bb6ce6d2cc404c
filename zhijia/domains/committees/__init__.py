"""组织: the union's committees and posts, its groups, its meetings, and what was decided there.

A committee is found, elected for a term, shares out its work, fills a vacancy, and ends; each seat
makes the office that gives its powers, and takes it away the same day. Who may hold what is asked
of ``fitness``, whichever post comes first; sizes, terms and deadlines are rows (``standards``). An
office may be lent for some days. Groups of members are led and regrouped. The chair convenes;
minutes are written, and each decision waits for its owner until it is carried out.

Follows R-004, R-005, R-007, R-008, R-010, R-011, R-020, R-021, R-213, R-278, R-279 and rules
2.01–2.16, 8.06, 8.09.
"""
