"""What ./lab does once Java and Python are there: JupyterLab, headless runs, the web site, figures."""
