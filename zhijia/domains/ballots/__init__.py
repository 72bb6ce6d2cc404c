"""投票: how the union decides, openly or in secret.

A *ballot* has questions, a frozen roll, one of three declared grades (named, secret, sealed) and a
rule with its own denominator; it is opened, closed, counted and certified by tellers, and the rule
that decided stands in words beside the figures (rules §0, §7, §8 and Appendix G).

In the secret grades a voter's device makes a *token*;
the union signs it without seeing it (``blind``), when the voter is marked on the roll; the paper
comes later with token and signature and without a login. Everything the device needs follows from
a short *voting code* (``codes``), so a phone that dies between mark and paper costs nobody a vote.
In the sealed grade papers are encrypted to the keys of several tellers (``sealing``).

``static/ballots/js`` holds the twins of these modules for the browser; they agree byte for byte.
"""
