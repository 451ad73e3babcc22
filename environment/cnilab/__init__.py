"""What ./lab does once Java and Python are installed: JupyterLab, headless runs, the web site, figures."""
