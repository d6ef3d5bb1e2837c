"""What readers and machines see: pages, feeds, sitemaps, structured data."""
