"""The doors of Fulcrum: HTTP and browser. No decision is made here."""

VERSION = "0.1.0"
