"""The pages: each module turns what was asked for into what its template shows."""
