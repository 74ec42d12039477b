"""The record of a session: written, agreed or not, closed; cases acknowledged; safeguarding issues."""
