"""Only a council that reads Outlook's calendars installs what signs in to Microsoft Graph."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("msal") else ["test_*.py"]
