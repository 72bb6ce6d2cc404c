"""文体活动: from the plan item to the photo on the wall.

The committee drafts an *activity*, within the budget and the standards that policy gives, and
publishes it; members *sign up* with one tap, alone or with their family. A place is never given
twice: one row is the door through which everybody passes. Who finds no room waits in a list whose
order follows a rule that was declared beforehand and that anyone can compute again. On the day
people are *checked in* by card, by poster or by list, also where the phone has no network.
Finishing the activity *is* recording it. Clubs meet in regular slots; contests have fixtures,
tables and brackets (``fixtures/``, plain computation without a database).

Requirements O (R-165–R-184), rules 3.11–3.18.
"""
