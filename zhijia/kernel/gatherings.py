"""Figures that several domains share: whoever brings people together adds to the same ones.

An activity with a sign-up list and one that was merely noted down are both activities, and a
person who came to either took part: there is one count of each.
"""

from .metrics import metric

HELD = metric("gatherings.held", "文体活动", "场")
HELD_TIMES = metric("gatherings.held.person_times", "文体活动参加", "人次")
HELD_SPENT = metric("gatherings.held.spent", "文体活动支出", "元")
WOMEN = metric("gatherings.women", "女职工活动", "场")
WOMEN_TIMES = metric("gatherings.women.person_times", "女职工活动参加", "人次")
PERSON_TIMES = metric("gatherings.person_times", "参加人次", "人次")
PERSONS = metric("gatherings.persons", "参加人数", "人")
PEOPLE = metric("gatherings.people", "参加过活动的教职工", "人", how="people")
SPENT = metric("gatherings.spent", "活动支出", "元")
