"""通知: one inbox, and how one wants to hear of it elsewhere.

Whatever happens that concerns a person stands in their inbox; what leaves the house (企业微信, 钉钉,
mail, text message) is a title and a link, sent when the person wants it: at once, or in one letter
a day. The union enters its channels once, schools below inherit them. Members whom no word reaches
are listed for those who can tell them. The machinery is the kernel's; these are its pages and verbs.
"""
