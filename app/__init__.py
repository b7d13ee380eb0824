"""The running service: pages, JSON API, storage and the clock around the rules."""
