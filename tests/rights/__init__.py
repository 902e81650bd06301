"""What each role may see and do, cell by cell: at the desk, on screens, on the command line."""
