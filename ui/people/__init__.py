"""Who trains: several people on one computer, each with a diary of their own."""
