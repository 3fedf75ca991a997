"""Tables and every line of SQL, one file per noun."""
