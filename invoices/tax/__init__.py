"""What a payment is for the tax and the insurer, and what is left of it for the person."""
