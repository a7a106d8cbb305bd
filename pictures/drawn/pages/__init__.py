"""Every page of the portal: its title, the templates it stands for, and how it is drawn."""
