"""A Django application with one flow, for viewflow looks its flows up by application."""
