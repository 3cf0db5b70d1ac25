# SPDX-License-Identifier: EUPL-1.2
"""How clients find what surrounds the server: its address, support, call relays and call servers."""
