"""Password hashing at OWASP's argon2id minimum (19 MiB, 2 passes, 1 lane).

Django's own parameters use 100 MiB and eight lanes a log-in, too much for a school's small machine
when a whole staff enters at once; see docs/decisions/0004.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
