"""What is asked of a file's content. Runs in a child process only (files.check_child): no settings, no database."""
