"""The picture library: what a picture shows, who made it, and the file behind it."""
