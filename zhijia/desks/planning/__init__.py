"""年度工作: the year's plan, its progress, the register, and the summary that writes itself.

A plan is read from a real document (``reading``) or drafted from the calendar and last year's
records. Its items are never ticked: a record that fits an item is linked to it, and the item is
done when the linked records reach its target. The register is the records themselves, by the
school's own books. The summary is sentences over facts: every figure in it is a live reference
until the chair signs, and frozen from then on.

This desk reads records and facts only; it never opens a domain (R-286–R-294, R-265, R-266).
"""
