"""提案: what delegates ask of the school, answered one by one and followed until it is done.

In the window of a *call* a member writes a proposal of one matter, finds out whether it has been
asked before, and asks colleagues to *second* it. The committee files, merges, refers or declines it
with one of the declared grounds; the leader reads it; a lead department *receives* it, talks to the
proposer, answers, the leader signs. Each proposer *rates* attitude and result; who is not satisfied
is heard again. Promises made in an answer are followed by date after the case is closed.

Answered, done and satisfied are three facts and are never added up to one; nothing closes by
silence. Schools differ in almost every step, so the steps are switched by ``ProposalSettings``.

Requirements C (R-047, R-048, R-050), rules 5 with Appendix B.
"""
