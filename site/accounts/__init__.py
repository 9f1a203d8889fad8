"""People who sign in, their memberships in congresses and the roles these give."""
