"""会员: who belongs to the union, from when to when.

The tables (person, group, membership spell) are the kernel's, since every domain asks who is a
member on a day; this folder holds the verbs (admit, leave), the pages, and what membership means to
the outside: how many members there are at the end of a year (R-012, R-013).
"""
