"""What the API shows: every field written out, one module per noun."""
