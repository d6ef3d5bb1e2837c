"""The project itself: settings, addresses, headers and health. It stands on top; nothing imports it."""
