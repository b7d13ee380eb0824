"""What work is worth: fee tables, their terms, and each price told step by step."""
