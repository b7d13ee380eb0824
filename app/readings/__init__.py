"""What is worked out from what is stored, by the rules: it writes nothing."""
