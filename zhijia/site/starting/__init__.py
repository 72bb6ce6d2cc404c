"""开始使用: the first ten minutes of a union, in five steps that can be left and taken up again.

An empty house asks for the set-up code that its console printed (``code.py``), founds the union and
signs its chair in (``founding.py``). What is done is read from the union's own data at every look
(``progress.py``); stored is only what nobody could derive: which step was put off, and that the
card on the first page is no longer wanted.
"""
