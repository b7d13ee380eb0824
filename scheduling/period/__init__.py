"""A whole period planned at once: its seats, who may take them, and what a plan of them says."""
