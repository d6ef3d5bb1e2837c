"""Who works here: the user account."""
