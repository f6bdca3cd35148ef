"""Facts that a message states, found by rules and normalised: when, how much, who, what."""
