"""The shapes that cross the border: what may come in, what is shown."""
