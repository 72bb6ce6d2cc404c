"""心声: what staff say all year round, and what became of it.

*Letters* to a box, signed or anonymous: an anonymous one needs no account, is kept without person,
time or address, and its sender comes back with a receipt code for as long as it takes. *Suggestions*
are thanked for, answered, adopted or not with a reason, and may become a proposal. *Surveys* are
anonymous yet answered once a person. *Receptions* take bookings and follow what was raised.

A letter about an owner of the box never reaches that owner, in no list and no count. Nothing is
ever silenced by one hand, and nothing anonymous is ever joined to a person (docs/voice.md).

Requirements F (R-081 to R-089), R-052, R-076, rules 7.07 and 13.
"""
