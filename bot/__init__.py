"""Settings, clock, wiring, scheduler, dispatcher, web server, command line and the chat platforms."""
