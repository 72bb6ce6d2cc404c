"""Ways in through somebody else's sign-in: CAS, OpenID Connect, 企业微信, 钉钉, 飞书."""
