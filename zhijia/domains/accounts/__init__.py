"""账号: every way into the house, and every way it is closed again.

Nobody signs up. Whoever stands on a union's roll gets a printed *slip* (a link and a one-time code)
from an officer, chooses a username and a password, and is in; a forgotten password is a slip again.
A second factor, passkeys, trusted browsers and the list of devices are each person's own. A union
may also open a *way in* through its own single sign-on (CAS, OpenID Connect, 企业微信, 钉钉, 飞书);
an *identity* over there is tied to a person who is already on the roll.

Powers hang on offices and membership, asked at every request, so leaving the union closes the house
the same minute; an account put to rest is signed out at once. Follows docs/people.md and
docs/accounts.md.
"""
