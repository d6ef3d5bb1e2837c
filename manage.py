#!/usr/bin/env python3
"""Run a management command; without NEWSPORTAL_ENV it works on the development settings."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("NEWSPORTAL_ENV", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
