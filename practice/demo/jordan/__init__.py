"""Jordan Ashby's file: the one rich client of the demo, told over ten months."""
