"""Who somebody is, before they sit down at the desk."""
