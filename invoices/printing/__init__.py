"""HTML in, tagged PDF out."""
