"""One file for each step; never change a released one."""
