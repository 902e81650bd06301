"""The screens. They talk to the desk only, and hold no rule of it."""
