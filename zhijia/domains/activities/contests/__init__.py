"""How a contest stands: its rows read once, and what ``fixtures`` computes from them.

* ``setup``: the settings of a contest, kept as JSON.
* ``scores``: what a match came to; refuses what cannot be.
* ``board``: who meets whom, tables, bracket, and what a change of a result undoes.
* ``labels``: the bracket before its groups are over.
* ``showing``: lines, tables, timetable and drawing for pages and papers.
* ``drawing``: the draw laid out as fixtures.
* ``marking``: times, counts and judges' points.
* ``ranking``: the places at the end, and team points over an activity.
* ``timetable``: courts and hours.
"""
