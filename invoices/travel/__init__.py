"""What travelling costs: kilometres, per diems, receipts, and what is taxed of it."""
