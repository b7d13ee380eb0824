"""What the service does: one function, and one transaction, for each thing people do.

What several of them share inside their transaction stands beside them; what only reads is in
`app.readings`.
"""
