"""工会: the unions of a tree, founded, renamed, moved, merged and closed by the union above.

The table (kernel ``Org``) is the kernel's, since everything belongs to a place in it. Founding needs
the approval of the next higher union and nobody abolishes one at will (rules 2.02), so the verbs are
the officer's above. Which union stood above from when to when stays in ``Place``; a closed union
keeps its papers, and its members may keep their membership.
"""
