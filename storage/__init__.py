"""Tables, migrations, queries by purpose and the outbox. The only room that knows the database."""
