"""The shapes of bodies, queries and answers; the served document is drawn from them."""
