"""Who works here: the list of people, and how they show who they are."""
