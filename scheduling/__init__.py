"""Time: who can meet whom and when, who is asked next, what runs when."""
