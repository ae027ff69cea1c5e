"""The smallest project that serves django-helpdesk."""
