"""The catalogue of exercises and the tool that grades them. Never ships to students."""
