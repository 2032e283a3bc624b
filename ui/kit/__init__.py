"""What every screen is made of: colours, sizes, widgets, pictures, slow work."""
