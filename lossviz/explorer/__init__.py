"""What an explorer is: its controls, its numbers, its artists, and the panel that shows it."""
