"""What the service does: one function, and one transaction, for each thing people do."""
