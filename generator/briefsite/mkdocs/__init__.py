"""A build inside MkDocs, and the site folder. The only folder that imports MkDocs."""
