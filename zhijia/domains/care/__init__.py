"""慰问: going to see a colleague when it matters.

Something happens to a member or their family (an *occasion*: illness, surgery, a birth, a wedding,
a bereavement, retirement, hardship). Anybody may report it. The committee plans a *visit*: who
goes, when, with what, within the standard that policy gives; more than the standard needs a reason
and somebody else's approval. Finishing the visit *is* recording it: register, figures, ledger
entry and summary follow by themselves, and never name who was helped.

Follows the five must-visits (R-185–R-188, R-194, R-195, R-230) and rules 3.20–3.27.
"""
