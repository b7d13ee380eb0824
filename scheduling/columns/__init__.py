"""The same rules over columns: a whole registry judged and ranked at once, with numpy."""
