"""The file a bank pays from, and what the bank tells back."""
