"""Tables, migrations, queries by purpose and the outbox."""
