"""The doors of Fulcrum: HTTP and browser. No decision is made here."""
