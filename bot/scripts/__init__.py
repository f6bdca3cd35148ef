"""What the assistant says: checks of the designers' scripts."""
