# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sphinx's settings of the documentation site; everything is local, no other site is asked."""

from __future__ import annotations

from typing import Any

project = "fdm.failover"
copyright = "2026, the fdm.failover authors"
title = html_title = html_short_title = "fdm.failover"

extensions = ["sphinx_antsibull_ext", "myst_parser"]
pygments_style = "ansible"
highlight_language = "YAML+Jinja"

html_theme = "sphinx_ansible_theme"
html_theme_options = {"display_version": False, "topbar_links": {}}
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_use_index = False

myst_heading_anchors = 4
myst_enable_extensions: list[str] = []

# Names of Ansible's own documentation, which is not at hand.
suppress_warnings = ["ref.ref", "ref.envvar"]


def _link_home(app: Any, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """The name at the top leads to the first page of this site, wherever it is; the theme links to the host's /."""
    context["theme_documentation_home_url"] = context["pathto"](app.config.root_doc)


def setup(app: Any) -> None:
    """Sphinx calls this."""
    app.connect("html-page-context", _link_home)
