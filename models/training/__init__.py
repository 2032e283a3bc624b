"""Makes the weights and the clips. Nothing here is needed to run the app."""
