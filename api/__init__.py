"""The service: HTTP, command line and page over the same answers; where parts meet."""
