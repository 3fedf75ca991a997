"""The demo: a fictional township, its people and a chat page, on one machine."""
