"""The other files of the demo: shorter, and each in another state."""
